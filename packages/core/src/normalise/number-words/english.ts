import { createLexicon } from './lexicon.js';

const denominators: [string, number][] = [
  ['third', 3],
  ['quarter', 4],
  ['fourth', 4],
  ['fifth', 5],
  ['sixth', 6],
  ['seventh', 7],
  ['eighth', 8],
  ['ninth', 9],
  ['tenth', 10],
  ['eleventh', 11],
  ['twelfth', 12],
  ['sixteenth', 16],
  ['twentieth', 20],
  ['hundredth', 100],
  ['thousandth', 1000],
  ['millionth', 1_000_000],
];

export const english = createLexicon({
  language: 'en',
  small: `zero=0 nought=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13
    fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fourty=40 fifty=50 sixty=60
    seventy=70 eighty=80 ninety=90`,
  hundred: 'hundred hundreds',
  scales: `thousand=3 thousands=3 k=3 million=6 millions=6 mio=6 mln=6 mn=6 billion=9 billions=9 bn=9 bln=9 trillion=12 trillions=12 tn=12
    quadrillion=15 lakh=5 lakhs=5 crore=7 crores=7`,
  collectives: 'dozen=12 dozens=12',
  articles: 'a an',
  joiners: 'and',
  ordinals: `first=1 second=2 third=3 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10 eleventh=11 twelfth=12 thirteenth=13
    fourteenth=14 fifteenth=15 sixteenth=16 seventeenth=17 eighteenth=18 nineteenth=19 twentieth=20 thirtieth=30 fortieth=40 fiftieth=50
    sixtieth=60 seventieth=70 eightieth=80 ninetieth=90 hundredth=100 thousandth=1000 millionth=1000000`,
  singularDenominators: denominators.map(([word, value]) => `${word}=${value}`).join(' '),
  pluralDenominators: `${denominators.map(([word, value]) => `${word}s=${value}`).join(' ')} halves=2`,
  halves: 'half',
  minus: 'minus negative',
  point: 'point',
  risky: 'four ten second',
});
