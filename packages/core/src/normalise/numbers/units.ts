const table = (unit: string, words: string): [string, string][] => words.split(' ').map((word) => [word, unit]);

/** Unit words and symbols, folded → symbol. Words of several languages share a row. */
export const UNIT_WORDS: ReadonlyMap<string, string> = new Map([
  ...table('km', 'km kms kilometer kilometers kilometre kilometres kilometro kilometros chilometro chilometri quilometro quilometros'),
  ...table('m', 'm metre metres meter meters metro metros metri'),
  ...table('cm', 'cm centimeter centimeters centimetre centimetres centimetro centimetros centimetri zentimeter'),
  ...table('mm', 'mm millimeter millimeters millimetre millimetres milimetro milimetros millimetro millimetri'),
  ...table('mi', 'mile miles mi meile meilen mille milla millas miglio miglia milha milhas mijl mijlen'),
  ...table('ft', 'foot feet ft fuss pied pieds pie pies piede piedi pe pes voet'),
  ...table('in', 'inch inches zoll pouce pouces pulgada pulgadas pollice pollici polegada polegadas'),
  ...table('yd', 'yard yards yd yarda yardas iarda iarde jarda jardas'),
  ...table(
    'kg',
    'kg kgs kilo kilos kilogram kilograms kilogramm kilogramme kilogrammes kilogramo kilogramos chilo chili chilogrammo chilogrammi quilo quilos quilograma quilogramas',
  ),
  ...table('g', 'g gr gram grams gramm gramme grammes gramo gramos grammo grammi grama gramas'),
  ...table('mg', 'mg milligram milligrams milligramm milligramme milligrammes miligramo miligramos miligrama miligramas'),
  ...table('t', 't tonne tonnes ton tons tonnen tonelada toneladas tonnellata tonnellate tonneladas'),
  ...table('lb', 'lb lbs'),
  ...table('oz', 'oz ounce ounces unze unzen once onces onza onzas oncia once onca oncas'),
  ...table('L', 'l liter liters litre litres litro litros litri'),
  ...table('mL', 'ml milliliter milliliters millilitre millilitres mililitro mililitros'),
  ...table('gal', 'gallon gallons gallonen galon galones galao galoes gallone galloni'),
  ...table('bbl', 'barrel barrels fass baril barils barril barriles barris vaten vat barile barili'),
  ...table('ha', 'ha hectare hectares hektar hectarea hectareas ettaro ettari'),
  ...table('ac', 'acre acres acri'),
  ...table('s', 's sec secs second seconds sekunde sekunden seconde secondes segundo segundos secondo secondi seconden'),
  ...table('ms', 'ms millisecond milliseconds millisekunden millisecondes milisegundos millisecondi'),
  ...table('min', 'min mins minute minutes minuten minuto minutos minuti minuut'),
  ...table('h', 'h hr hrs hour hours stunde stunden std heure heures hora horas ora ore uur uren'),
  ...table('d', 'day days tag tage tagen jour jours dia dias giorno giorni dag dagen'),
  ...table('wk', 'week weeks woche wochen semaine semaines semana semanas settimana settimane weken'),
  ...table('mo', 'month months monat monate monaten mois mes meses mese mesi maand maanden'),
  ...table('a', 'year years yr yrs jahr jahre jahren an ans annee annees ano anos anno anni jaar jaren'),
  ...table('kW', 'kw kilowatt kilowatts'),
  ...table('MW', 'mw megawatt megawatts'),
  ...table('W', 'w watt watts'),
  ...table('V', 'v volt volts'),
  ...table('kWh', 'kwh'),
  ...table('mph', 'mph'),
  ...table('km/h', 'kmh kph'),
  ...table('kB', 'kb kilobyte kilobytes kilobit'),
  ...table('MB', 'mb megabyte megabytes megabit megabits'),
  ...table('GB', 'gb gigabyte gigabytes gigabit gigabits'),
  ...table('TB', 'tb terabyte terabytes'),
  ...table('Hz', 'hz hertz'),
  ...table('kHz', 'khz'),
  ...table('MHz', 'mhz'),
  ...table('GHz', 'ghz'),
  ...table('°', 'degree degrees grad degre degres grado grados gradi grau graus graden'),
  ...table('°C', 'celsius c'),
  ...table('°F', 'fahrenheit f'),
  ...table('px', 'px pixel pixels'),
  ...table('kcal', 'kcal'),
  ...table('cal', 'cal calories kalorien calorias calorie'),
]);

/** Adjectives that stand before a unit: 5 square metres, 3 metric tons. */
export const UNIT_ADJECTIVES: ReadonlySet<string> = new Set(
  'square cubic metric quadrat kubik vierkante kubieke nautical fluid long short light'.split(' '),
);

/** Marks that are units by themselves. */
export const UNIT_MARKS: ReadonlyMap<string, string> = new Map([
  ['°', '°'],
  ['℃', '°C'],
  ['℉', '°F'],
]);
