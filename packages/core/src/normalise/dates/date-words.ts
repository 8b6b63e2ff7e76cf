import type { Language } from '../text/languages.js';
import { foldWord } from '../text/tokens.js';

const number = (rows: string): ReadonlyMap<string, number> =>
  new Map(
    rows
      .trim()
      .split('\n')
      .flatMap((row, index) =>
        row
          .trim()
          .split(' ')
          .map((word): [string, number] => [foldWord(word), index]),
      ),
  );

/** Month names and abbreviations of all languages, folded → 0 … 11; one row a month. */
const MONTH_INDEX = number(`
  january jan january's januar jänner jän jaenner janvier janv enero ene gennaio gen genn janeiro januari
  february feb febr februar feber février fevrier févr fév fev febrero febbraio febb fevereiro februari
  march mar mrz märz maerz mär mars marzo março maart mrt
  april apr avril avr abril abr aprile
  may mai mayo maggio mag maio mei
  june jun juni juin junio giugno giu junho jui
  july jul juli juillet juil julio luglio lug julho
  august aug août aout agosto ago augustus
  september sep sept septembre septiembre setiembre settembre set sett setembro
  october oct oktober okt octobre octubre ottobre ott outubro out
  november nov novembre noviembre novembro
  december dec dezember dez décembre déc diciembre dic dicembre dezembro dez
`);

/** @returns 1 … 12 for the folded name of a month */
export const monthOf = (word: string): number | undefined => {
  const index = MONTH_INDEX.get(word);
  return index === undefined ? undefined : index + 1;
};

/** Months that are other words too: without a year they need a capital or a tie to their day. */
export const RISKY_MONTHS: ReadonlySet<string> = new Set('may march mar set out ago mag gen lug dez giu ott jui sept'.split(' '));

/** Weekdays, folded → 0 Monday … 6 Sunday; one row a day. */
export const WEEKDAYS = number(`
  monday mon montag lundi lunes lunedì segunda-feira segunda maandag
  tuesday tue tues dienstag mardi martes martedì terça-feira terça dinsdag
  wednesday wed mittwoch mercredi miércoles mercoledì quarta-feira quarta woensdag
  thursday thu thur thurs donnerstag jeudi jueves giovedì quinta-feira quinta donderdag
  friday fri freitag vendredi viernes venerdì sexta-feira sexta vrijdag
  saturday sat samstag sonnabend samedi sábado sabato zaterdag
  sunday sun sonntag dimanche domingo domenica zondag
`);

/** Weekdays that are other words too (sun, segunda): read only beside something that needs a weekday. */
export const RISKY_WEEKDAYS: ReadonlySet<string> = new Set('mon tue wed thu fri sat sun segunda terca quarta quinta sexta'.split(' '));

const phrases = (rows: Partial<Record<Language, Record<string, number>>>): [Language, string[], number][] =>
  Object.entries(rows)
    .flatMap(([language, words]) =>
      Object.entries(words).map(([phrase, days]): [Language, string[], number] => [
        language as Language,
        phrase.split(' ').map(foldWord),
        days,
      ]),
    )
    // the longest first, so that après-demain is not read as demain
    .sort((a, b) => b[1].length - a[1].length);

/** Days from the reference date; marks are words of their own here: `aujourd ' hui`. */
export const DAY_PHRASES = phrases({
  en: { 'day after tomorrow': 2, 'day before yesterday': -2, tomorrow: 1, yesterday: -1, today: 0, tonight: 0 },
  de: { übermorgen: 2, uebermorgen: 2, vorgestern: -2, gestern: -1, heute: 0, morgen: 1 },
  fr: {
    'après - demain': 2,
    'après demain': 2,
    'avant - hier': -2,
    'avant hier': -2,
    "aujourd ' hui": 0,
    'aujourd ’ hui': 0,
    demain: 1,
    hier: -1,
  },
  es: { 'pasado mañana': 2, anteayer: -2, 'antes de ayer': -2, hoy: 0, mañana: 1, ayer: -1 },
  it: { dopodomani: 2, 'altro ieri': -2, avantieri: -2, oggi: 0, domani: 1, ieri: -1 },
  pt: { 'depois de amanhã': 2, anteontem: -2, hoje: 0, amanhã: 1, ontem: -1 },
  nl: { overmorgen: 2, eergisteren: -2, vandaag: 0, morgen: 1, gisteren: -1 },
});

/** Words before morgen and mañana that make them mornings. */
export const MORNING_BEFORE: ReadonlySet<string> = new Set('la las guten am jeden der den diesen goede de elke esta toda cada'.split(' '));

export type CalendarUnit = 'day' | 'week' | 'month' | 'year';

/** Units that dates are counted in, folded. */
export const CALENDAR_UNITS: ReadonlyMap<string, CalendarUnit> = new Map(
  Object.entries({
    day: 'day days tag tage tagen jour jours dia dias giorno giorni dag dagen',
    week: 'week weeks woche wochen semaine semaines semana semanas settimana settimane weken',
    month: 'month months monat monate monaten mois mes meses mese mesi maand maanden',
    year: 'year years jahr jahre jahren an ans annee annees ano anos anno anni jaar jaren',
  }).flatMap(([unit, words]) => words.split(' ').map((word): [string, CalendarUnit] => [word, unit as CalendarUnit])),
);

/** Words before a count of days that point forward or back, by language since `in`, `vor` and `over` mean much else. */
export const COUNT_BEFORE: Readonly<Record<Language, { readonly later: readonly string[]; readonly earlier: readonly string[] }>> = {
  en: { later: ['in', 'within'], earlier: [] },
  de: { later: ['in'], earlier: ['vor'] },
  fr: { later: ['dans', "d'ici"], earlier: ['il y a', 'y a'] },
  es: { later: ['en', 'dentro de'], earlier: ['hace'] },
  it: { later: ['tra', 'fra'], earlier: [] },
  pt: { later: ['em', 'daqui a', 'dentro de'], earlier: ['ha', 'faz'] },
  nl: { later: ['over', 'binnen'], earlier: [] },
};

/** Words after a count of days. */
export const COUNT_AFTER: Readonly<Record<string, 1 | -1>> = {
  ago: -1,
  earlier: -1,
  'from now': 1,
  'from today': 1,
  later: 1,
  fa: -1,
  atras: -1,
  geleden: -1,
};

/** How an adjective places a weekday or week: in this week, the next, the last, or simply the first to come. */
export const PLACEMENTS: ReadonlyMap<string, 'this' | 'next' | 'last' | 'coming'> = new Map(
  Object.entries({
    this: 'this diese diesen dieser diesem dieses ce cette este esta questo questa deze dit',
    next: 'next nachste nachsten nachster nachstem nachstes volgende volgend',
    last: 'last past previous letzte letzten letzter letztem letztes vergangenen dernier derniere pasado pasada scorso scorsa passado passada afgelopen vorige vorig',
    coming: 'coming kommende kommenden kommender komende prochain prochaine proximo proxima prossimo prossima',
  }).flatMap(([placement, words]) =>
    words.split(' ').map((word): [string, 'this' | 'next' | 'last' | 'coming'] => [word, placement as 'this']),
  ),
);
