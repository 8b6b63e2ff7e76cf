import { describe, expect, it } from 'vitest';
import { findNumbers, readNumber } from '../numbers/find-numbers.js';

describe.each([
  [
    'English',
    [
      ['twenty-five', 25],
      ['one hundred and twenty-five', 125],
      ['nineteen hundred', 1900],
      ['three hundred five thousand', 305000],
      ['two million', 2000000],
      ['nine hundred ninety-nine thousand nine hundred and ninety-nine', 999999],
      ['two and a half million', 2500000],
      ['half a million', 500000],
      ['twenty one point five', 21.5],
      ['three quarters', 0.75],
      ['two and three quarters', 2.75],
      ['two dozen', 24],
      ['minus five', -5],
    ],
  ],
  [
    'German',
    [
      ['einundzwanzig', 21],
      ['zweihundertfünfunddreißig', 235],
      ['zweitausend fünfhundert', 2500],
      ['neunhundertneunundneunzigtausendneunhundertneunundneunzig', 999999],
      ['eine Million', 1000000],
      ['anderthalb Millionen', 1500000],
      ['zweieinhalb', 2.5],
      ['zwei Komma fünf', 2.5],
      ['dreiviertel', 0.75],
      ['zwei Drittel', 2 / 3],
      ['minus zwölf', -12],
    ],
  ],
  [
    'French',
    [
      ['vingt et un', 21],
      ['soixante et onze', 71],
      ['soixante-dix-sept', 77],
      ['quatre-vingts', 80],
      ['quatre-vingt-dix-sept', 97],
      ['deux cent trente-quatre mille', 234000],
      ['mille neuf cent quatre-vingt-quatre', 1984],
      ['neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf', 999999],
      ['deux millions et demi', 2500000],
      ['trois virgule cinq', 3.5],
      ['trois quarts', 0.75],
      ['une douzaine', 12],
    ],
  ],
  [
    'Spanish',
    [
      ['veintidós', 22],
      ['treinta y cinco mil', 35000],
      ['dos mil millones', 2000000000],
      ['quinientos cuarenta y tres', 543],
      ['novecientos noventa y nueve mil novecientos noventa y nueve', 999999],
      ['dos millones y medio', 2500000],
      ['seis onceavos', 6 / 11],
      ['tres cuartos', 0.75],
    ],
  ],
  [
    'Italian',
    [
      ['ventuno', 21],
      ['trentotto', 38],
      ['millecinquecento', 1500],
      ['duecentotrentacinque', 235],
      ['novecentonovantanovemilanovecentonovantanove', 999999],
      ['due milioni', 2000000],
      ['tre quarti', 0.75],
    ],
  ],
  [
    'Portuguese',
    [
      ['cento e vinte e três', 123],
      ['mil e duzentos', 1200],
      ['novecentos e noventa e nove mil novecentos e noventa e nove', 999999],
      ['dois milhões', 2000000],
      ['dois onze avos', 2 / 11],
      ['três quartos', 0.75],
    ],
  ],
  [
    'Dutch',
    [
      ['tweeëntwintig', 22],
      ['tweehonderdvijfendertig', 235],
      ['negenhonderdnegenennegentigduizendnegenhonderdnegenennegentig', 999999],
      ['anderhalf miljoen', 1500000],
      ['vijf miljard en driekwart', 5750000000],
      ['twee komma vijf', 2.5],
    ],
  ],
] as const)('number words in %s', (_, cases) => {
  it.each(cases as unknown as [string, number][])('reads %s as %d', (printed, value) => {
    expect(readNumber(printed)).toBe(value);
  });
});

describe('words that are not numbers', () => {
  it.each([
    'The once and future king is at the inn',
    'Hat er das gesagt? Ich sei nicht dort und wir auch nicht',
    'de onze en van het huis is dat ook',
  ])('finds none in %s', (text) => {
    expect(findNumbers(text)).toEqual([]);
  });

  it('reads articles as one only before what is counted', () => {
    expect(findNumbers('un homme est dans la rue')).toEqual([]);
    expect(findNumbers('une heure')).toMatchObject([{ value: 1, unit: 'h' }]);
  });

  it('starts a new number where a list goes on', () => {
    expect(findNumbers('two, three and four').map((reading) => reading.value)).toEqual([2, 3, 4]);
    expect(findNumbers('twenty-one five').map((reading) => reading.value)).toEqual([21, 5]);
  });
});
