import { createLexicon } from './lexicon.js';

const ordinals: [string, number][] = [
  ['deuxième', 2],
  ['troisième', 3],
  ['quatrième', 4],
  ['cinquième', 5],
  ['sixième', 6],
  ['septième', 7],
  ['huitième', 8],
  ['neuvième', 9],
  ['dixième', 10],
  ['onzième', 11],
  ['douzième', 12],
  ['treizième', 13],
  ['quatorzième', 14],
  ['quinzième', 15],
  ['seizième', 16],
  ['vingtième', 20],
  ['trentième', 30],
  ['quarantième', 40],
  ['cinquantième', 50],
  ['soixantième', 60],
  ['centième', 100],
  ['millième', 1000],
];
const pairs = (plural: string) => ordinals.map(([word, value]) => `${word}${plural}=${value}`).join(' ');

export const french = createLexicon({
  language: 'fr',
  small: `zéro=0 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13 quatorze=14 quinze=15 seize=16
    vingt=20 vingts=20 trente=30 quarante=40 cinquante=50 soixante=60 septante=70 huitante=80 octante=80 nonante=90`,
  hundred: 'cent cents',
  scales: `mille=3 millier=3 milliers=3 million=6 millions=6 mio=6 milliard=9 milliards=9 mrd=9 md=9 mds=9 billion=12 billions=12
    billiard=15 billiards=15`,
  collectives:
    'douzaine=12 douzaines=12 dizaine=10 dizaines=10 vingtaine=20 trentaine=30 quarantaine=40 cinquantaine=50 centaine=100 centaines=100',
  articles: 'un une',
  joiners: 'et',
  ordinals: `premier=1 première=1 second=2 seconde=2 unième=1 ${pairs('')}`,
  singularDenominators: `tiers=3 quart=4 ${pairs('')}`,
  pluralDenominators: `tiers=3 quarts=4 ${pairs('s')}`,
  halves: 'demi demie',
  minus: 'moins',
  point: 'virgule',
  risky: 'sept cent cents onze seize dix second seconde billion billions moins',
});
