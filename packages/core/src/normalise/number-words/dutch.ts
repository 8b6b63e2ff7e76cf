import { createLexicon } from './lexicon.js';

const denominators = `derde=3 vierde=4 kwart=4 vijfde=5 zesde=6 zevende=7 achtste=8 negende=9 tiende=10 twaalfde=12 zestiende=16
  twintigste=20 honderdste=100 duizendste=1000`;

export const dutch = createLexicon({
  language: 'nl',
  small: `nul=0 twee=2 drie=3 vier=4 vijf=5 zes=6 zeven=7 acht=8 negen=9 tien=10 elf=11 twaalf=12 dertien=13 veertien=14 vijftien=15
    zestien=16 zeventien=17 achttien=18 negentien=19 twintig=20 dertig=30 veertig=40 vijftig=50 zestig=60 zeventig=70 tachtig=80 negentig=90`,
  hundred: 'honderd honderden',
  scales: `duizend=3 duizenden=3 miljoen=6 miljoenen=6 mln=6 miljard=9 miljarden=9 mrd=9 mld=9 biljoen=12 biljoenen=12 biljard=15`,
  collectives: 'dozijn=12 dozijnen=12 tiental=10 tientallen=10 honderdtal=100 twintigtal=20',
  articles: 'een',
  joiners: 'en',
  ordinals: `eerste=1 tweede=2 derde=3 vierde=4 vijfde=5 zesde=6 zevende=7 achtste=8 negende=9 tiende=10 elfde=11 twaalfde=12 dertiende=13
    veertiende=14 vijftiende=15 zestiende=16 zeventiende=17 achttiende=18 negentiende=19`,
  singularDenominators: denominators,
  pluralDenominators: `${denominators} derden=3 vierden=4 vijfden=5 tienden=10`,
  halves: 'half halve',
  minus: 'min minus',
  point: 'komma punt',
  risky: 'half elf min acht',
  hasCompounds: true,
});
