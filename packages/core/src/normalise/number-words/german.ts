import { createLexicon } from './lexicon.js';

const stems: [string, number][] = [
  ['zweit', 2],
  ['dritt', 3],
  ['viert', 4],
  ['fünft', 5],
  ['fuenft', 5],
  ['sechst', 6],
  ['siebt', 7],
  ['siebent', 7],
  ['acht', 8],
  ['neunt', 9],
  ['zehnt', 10],
  ['elft', 11],
  ['zwölft', 12],
  ['zwoelft', 12],
];
const endings = ['e', 'en', 'er', 'es', 'em'];
const ordinals = [...stems, ['erst', 1] as const].flatMap(([stem, value]) => endings.map((ending) => `${stem}${ending}=${value}`));
const denominators = `drittel=3 viertel=4 fünftel=5 sechstel=6 siebtel=7 achtel=8 neuntel=9 zehntel=10 zwölftel=12 sechzehntel=16
  zwanzigstel=20 hundertstel=100 tausendstel=1000`;

export const german = createLexicon({
  language: 'de',
  small: `null=0 eins=1 zwei=2 zwo=2 drei=3 vier=4 fünf=5 fuenf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10 elf=11 zwölf=12 zwoelf=12
    dreizehn=13 vierzehn=14 fünfzehn=15 fuenfzehn=15 sechzehn=16 siebzehn=17 achtzehn=18 neunzehn=19 zwanzig=20 dreißig=30 vierzig=40
    fünfzig=50 fuenfzig=50 sechzig=60 siebzig=70 achtzig=80 neunzig=90`,
  hundred: 'hundert hunderte',
  scales: `tausend=3 tausende=3 tsd=3 million=6 millionen=6 mio=6 mill=6 milliarde=9 milliarden=9 mrd=9 billion=12 billionen=12 bio=12
    billiarde=15 billiarden=15`,
  collectives: 'dutzend=12 dutzende=12',
  articles: 'ein eine einen einem einer eines',
  joiners: 'und',
  ordinals: ordinals.join(' '),
  singularDenominators: denominators,
  pluralDenominators: denominators,
  halves: 'halb halbe halbes halben halber',
  minus: 'minus',
  point: 'komma punkt',
  risky: 'null elf bio mill billion',
  hasCompounds: true,
});
