import { isFrequentWord, type NumberReading } from '../normalise/index.js';
import type { JsonSchema } from '../schema/json-schema.js';
import type { Leaf } from './types.js';
import { wordsOf } from './words.js';

/** What a leaf asks for, as far as the words of its key, title and description tell. */
export interface Asked {
  /** the kind of number that its words name */
  readonly kind?: 'percent' | 'money' | 'quantity' | 'ordinal';
  /** powers of ten that its words name: a value "in thousands" is a thousandth of what the text says */
  readonly scales: readonly number[];
  /** its words name a kind of value and nothing else: "the date mentioned in the text" is any date, "delivery date" is not */
  readonly isAnyOfItsKind: boolean;
}

const list = (words: string): string[] => words.split(' ');

type Kind = NonNullable<Asked['kind']>;

/** Words for any value of a kind … */
const ANY_OF_KIND: Readonly<Record<Kind, ReadonlySet<string>>> = {
  percent: new Set(
    list('percent percentage percentages pct prozent prozentsatz pourcentage porcentaje percentuale porcentagem percentagem'),
  ),
  money: new Set(
    list('money monetary amount amounts currency price sum betrag geldbetrag montant somme importe monto importo valuta bedrag'),
  ),
  quantity: new Set(list('dimension dimensions measurement measure quantity unit units measured')),
  ordinal: new Set(list('ordinal ordinals rangtelwoord ordnungszahl')),
};

/** … and for a certain value of it. */
const ONE_OF_KIND: Readonly<Record<Kind, ReadonlySet<string>>> = {
  percent: new Set(list('percental')),
  money: new Set(
    list(
      'prices cost costs fee fees salary wage paid total subtotal balance budget revenue preis kosten gehalt gebuhr prix cout frais salaire ' +
        'precio coste costo prezzo costi preco custo prijs',
    ),
  ),
  quantity: new Set(
    list(
      'length width height depth distance weight mass volume area size speed temperature duration lange breite hohe gewicht entfernung longueur ' +
        'largeur hauteur poids distancia peso longitud lunghezza altezza comprimento altura lengte hoogte',
    ),
  ),
  ordinal: new Set(list('rank ranking rang')),
};

const KINDS = ['percent', 'money', 'quantity', 'ordinal'] as const;

/** Words that say that something is a value in a text, not which. */
const PLAIN_WORDS = new Set(
  list(
    'value values result answer output field data number numbers numeric numerical numeral figure integer decimal float date dates day calendar time times clock ' +
      'datetime timestamp mentioned stated given printed written named said expressed found present contained described text sentence message document source input passage ' +
      'extract extracted extraction normalised normalized normalise normalize resolved parsed read as which what if any null format iso 8601 yyyy mm dd hh ss hour minute ' +
      'without within including excluding inside between about into out so such does did can should must all each every some both either these those there here its their per e g i ' +
      'single one only exact whole plain main zahl wert datum uhrzeit nombre valeur numero valore data hora ora heure tijd getal waarde temps fecha',
  ),
);

const SCALE_WORDS: ReadonlyMap<string, number> = new Map([
  ...list('thousand thousands k tausend milliers miles migliaia milhares duizend').map((word): [string, number] => [word, 1e3]),
  ...list('million millions mn mio mln millionen millones milioni milhoes miljoen').map((word): [string, number] => [word, 1e6]),
  ...list('billion billions bn mrd milliarden milliards miliardi bilhoes miljard').map((word): [string, number] => [word, 1e9]),
]);

const textsOf = ({ key, schema }: Leaf): string[] =>
  [key, schema.title, schema.description].filter((part): part is string => typeof part === 'string');

/** Reads the words of a leaf. Only the first 400 units of each are looked at. */
export function readAsked(leaf: Leaf): Asked {
  const words = textsOf(leaf).flatMap((part) => wordsOf(part.slice(0, 400)));
  const named = KINDS.filter((kind) => words.some((word) => ANY_OF_KIND[kind].has(word) || ONE_OF_KIND[kind].has(word)));
  const isPlain = (word: string) =>
    PLAIN_WORDS.has(word) || isFrequentWord(word) || KINDS.some((kind) => ANY_OF_KIND[kind].has(word)) || /^\d+$/.test(word);
  return {
    ...(named.length === 1 && { kind: named[0]! }),
    scales: words.flatMap((word) => SCALE_WORDS.get(word) ?? []),
    isAnyOfItsKind: words.length > 0 && named.length <= 1 && words.every(isPlain),
  };
}

/** Kinds that a word may mean as well, where the text prints none of its own: an amount is one of money, else one of something. */
const ALSO: Readonly<Partial<Record<Kind, Kind>>> = { money: 'quantity', quantity: 'money' };

/** Of several readings, those of the kind that is asked for; all of them where the leaf names none or the text prints none. */
export function ofAskedKind(readings: readonly NumberReading[], { kind }: Asked): readonly NumberReading[] {
  if (kind === undefined) return readings;
  const ofKind = (wanted: Kind | undefined) => readings.filter((reading) => reading.kind === wanted);
  return [ofKind(kind), ofKind(ALSO[kind])].find((fitting) => fitting.length > 0) ?? readings;
}

const UNIT_WORDS = new Set(
  list(
    'unit units uom currency symbol sign code iso measure of the einheit wahrung unite devise unidad moneda unita unidade moeda eenheid valuta',
  ),
);

/** Whether a key names the unit or the currency of a value beside it, and nothing else. */
export const isUnitKey = (key: string): boolean => wordsOf(key).every((word) => UNIT_WORDS.has(word));

/** The types that a schema allows beside null; empty where it does not say. */
export const typesOf = (schema: JsonSchema): readonly unknown[] =>
  (Array.isArray(schema.type) ? (schema.type as unknown[]) : schema.type === undefined ? [] : [schema.type]).filter(
    (type) => type !== 'null',
  );
