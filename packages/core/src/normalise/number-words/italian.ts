import { createLexicon } from './lexicon.js';

const tens: [string, number][] = [
  ['vent', 20],
  ['trent', 30],
  ['quarant', 40],
  ['cinquant', 50],
  ['sessant', 60],
  ['settant', 70],
  ['ottant', 80],
  ['novant', 90],
];
// The final vowel falls before uno and otto: ventuno, trentotto.
const elided = tens.flatMap(([stem, value]) => [`${stem}uno=${value + 1}`, `${stem}un=${value + 1}`, `${stem}otto=${value + 8}`]).join(' ');
const ordinalStems: [string, number][] = [
  ['prim', 1],
  ['second', 2],
  ['terz', 3],
  ['quart', 4],
  ['quint', 5],
  ['sest', 6],
  ['settim', 7],
  ['ottav', 8],
  ['non', 9],
  ['decim', 10],
  ['undicesim', 11],
  ['dodicesim', 12],
  ['ventesim', 20],
  ['trentesim', 30],
  ['centesim', 100],
  ['millesim', 1000],
];
const fractions = ordinalStems.filter(([, value]) => value > 2);

export const italian = createLexicon({
  language: 'it',
  small: `zero=0 due=2 tre=3 quattro=4 cinque=5 sei=6 sette=7 otto=8 nove=9 dieci=10 undici=11 dodici=12 tredici=13 quattordici=14
    quindici=15 sedici=16 diciassette=17 diciotto=18 diciannove=19 venti=20 trenta=30 quaranta=40 cinquanta=50 sessanta=60 settanta=70
    ottanta=80 novanta=90 ${elided}`,
  hundred: 'cento cent',
  scales: `mille=3 mila=3 migliaio=3 migliaia=3 milione=6 milioni=6 mln=6 mio=6 miliardo=9 miliardi=9 mld=9 bilione=12 bilioni=12
    trilione=18 trilioni=18`,
  collectives: 'dozzina=12 dozzine=12 decina=10 decine=10 centinaio=100 centinaia=100',
  articles: 'un uno una',
  joiners: 'e',
  ordinals: ordinalStems.flatMap(([stem, value]) => ['o', 'a'].map((ending) => `${stem}${ending}=${value}`)).join(' '),
  singularDenominators: fractions.map(([stem, value]) => `${stem}o=${value}`).join(' '),
  pluralDenominators: fractions.map(([stem, value]) => `${stem}i=${value}`).join(' '),
  halves: 'mezzo mezza',
  minus: 'meno',
  point: 'virgola punto',
  risky: 'due sei otto nove cent quarto quinto nono nona secondo seconda tre prima primo zero meno',
  hasCompounds: true,
});
