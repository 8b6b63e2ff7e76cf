import { createLexicon } from './lexicon.js';

const ordinalStems: [string, number][] = [
  ['primeir', 1],
  ['segund', 2],
  ['terceir', 3],
  ['quart', 4],
  ['quint', 5],
  ['sext', 6],
  ['sétim', 7],
  ['oitav', 8],
  ['non', 9],
  ['décim', 10],
  ['vigésim', 20],
  ['trigésim', 30],
  ['centésim', 100],
  ['milésim', 1000],
];
const fractions: [string, number][] = [
  ['terço', 3],
  ['quarto', 4],
  ['quinto', 5],
  ['sexto', 6],
  ['sétimo', 7],
  ['oitavo', 8],
  ['nono', 9],
  ['décimo', 10],
  ['vigésimo', 20],
  ['centésimo', 100],
  ['milésimo', 1000],
];

export const portuguese = createLexicon({
  language: 'pt',
  small: `zero=0 dois=2 duas=2 três=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 nove=9 dez=10 onze=11 doze=12 treze=13 catorze=14
    quatorze=14 quinze=15 dezesseis=16 dezasseis=16 dezessete=17 dezassete=17 dezoito=18 dezenove=19 dezanove=19 vinte=20 trinta=30
    quarenta=40 cinquenta=50 cinqüenta=50 sessenta=60 setenta=70 oitenta=80 noventa=90`,
  hundreds: `duzentos=200 duzentas=200 trezentos=300 trezentas=300 quatrocentos=400 quatrocentas=400 quinhentos=500 quinhentas=500
    seiscentos=600 seiscentas=600 setecentos=700 setecentas=700 oitocentos=800 oitocentas=800 novecentos=900 novecentas=900`,
  hundred: 'cem cento',
  scales: 'mil=3 milhar=3 milhares=3 milhão=6 milhões=6 bilhão=9 bilhões=9 bilião=12 biliões=12 trilhão=12 trilhões=12',
  collectives: 'dúzia=12 dúzias=12 dezena=10 dezenas=10 centena=100 centenas=100',
  articles: 'um uma',
  joiners: 'e',
  ordinals: ordinalStems.flatMap(([stem, value]) => ['o', 'a'].map((ending) => `${stem}${ending}=${value}`)).join(' '),
  singularDenominators: fractions.map(([word, value]) => `${word}=${value}`).join(' '),
  pluralDenominators: fractions.map(([word, value]) => `${word}s=${value}`).join(' '),
  halves: 'meio meia',
  minus: 'menos',
  point: 'vírgula ponto',
  risky: 'dez onze nono nona tres nove zero quinto quarto meia menos',
});
