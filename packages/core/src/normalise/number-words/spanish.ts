import { createLexicon } from './lexicon.js';

const ordinalStems: [string, number][] = [
  ['primer', 1],
  ['segund', 2],
  ['tercer', 3],
  ['cuart', 4],
  ['quint', 5],
  ['sext', 6],
  ['séptim', 7],
  ['octav', 8],
  ['noven', 9],
  ['décim', 10],
  ['undécim', 11],
  ['duodécim', 12],
  ['vigésim', 20],
  ['trigésim', 30],
  ['centésim', 100],
  ['milésim', 1000],
];
const fractions: [string, number][] = [
  ['tercio', 3],
  ['cuarto', 4],
  ['quinto', 5],
  ['sexto', 6],
  ['séptimo', 7],
  ['octavo', 8],
  ['noveno', 9],
  ['décimo', 10],
  ['doceavo', 12],
  ['veinteavo', 20],
  ['centésimo', 100],
  ['milésimo', 1000],
];

export const spanish = createLexicon({
  language: 'es',
  small: `cero=0 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13 catorce=14 quince=15
    dieciséis=16 diecisiete=17 dieciocho=18 diecinueve=19 veinte=20 veintiuno=21 veintiún=21 veintiuna=21 veintidós=22 veintitrés=23
    veinticuatro=24 veinticinco=25 veintiséis=26 veintisiete=27 veintiocho=28 veintinueve=29 treinta=30 cuarenta=40 cincuenta=50
    sesenta=60 setenta=70 ochenta=80 noventa=90`,
  hundreds: `doscientos=200 doscientas=200 trescientos=300 trescientas=300 cuatrocientos=400 cuatrocientas=400 quinientos=500 quinientas=500
    seiscientos=600 seiscientas=600 setecientos=700 setecientas=700 ochocientos=800 ochocientas=800 novecientos=900 novecientas=900`,
  hundred: 'cien ciento cientos',
  scales: 'mil=3 miles=3 millar=3 millares=3 millón=6 millones=6 millardo=9 millardos=9 billón=12 billones=12 trillón=18 trillones=18',
  collectives: 'docena=12 docenas=12 decena=10 decenas=10 centenar=100 centenares=100',
  articles: 'un uno una',
  joiners: 'y',
  ordinals: ordinalStems
    .flatMap(([stem, value]) => ['o', 'a'].map((ending) => `${stem}${ending}=${value}`))
    .concat('primer=1', 'tercer=3')
    .join(' '),
  singularDenominators: fractions.map(([word, value]) => `${word}=${value}`).join(' '),
  pluralDenominators: fractions.map(([word, value]) => `${word}s=${value}`).join(' '),
  halves: 'medio media',
  minus: 'menos',
  point: 'coma punto',
  risky: 'once dos tres cuarto quinto media menos miles',
});
