import { readPairs } from '../number-words/lexicon.js';

/** Printed signs → ISO 4217. Longer ones are tried first; a sign that several currencies share means the most traded. */
export const CURRENCY_SIGNS: ReadonlyMap<string, string> = new Map([
  ['$', 'USD'],
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['¥', 'JPY'],
  ['￥', 'JPY'],
  ['₹', 'INR'],
  ['₽', 'RUB'],
  ['₩', 'KRW'],
  ['₪', 'ILS'],
  ['₫', 'VND'],
  ['₺', 'TRY'],
  ['₴', 'UAH'],
  ['₦', 'NGN'],
  ['₱', 'PHP'],
  ['฿', 'THB'],
  ['₡', 'CRC'],
  ['₲', 'PYG'],
  ['₸', 'KZT'],
  ['₵', 'GHS'],
  ['₿', 'XBT'],
]);

/** Letters glued before `$`: US$, R$, HK$. */
export const DOLLAR_PREFIXES: ReadonlyMap<string, string> = new Map(
  readPairs(
    'us=0 u=0 c=1 ca=1 cad=1 can=1 a=2 au=2 aud=2 nz=3 hk=4 s=5 sg=5 r=6 mx=7 mex=7 nt=8 tw=8 bz=9 j=10 tt=11 cl=12 ar=13 col=14',
  ).map(([word, index]) => [
    word,
    ['USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD', 'BRL', 'MXN', 'TWD', 'BZD', 'JMD', 'TTD', 'CLP', 'ARS', 'COP'][index]!,
  ]),
);

const codes = `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
  CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD
  JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
  NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
  TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL`;

/** ISO codes are read only in capitals: ALL and TOP are words. */
export const CURRENCY_CODES: ReadonlySet<string> = new Set(codes.split(/\s+/));

const table = (code: string, words: string): [string, string][] => words.split(' ').map((word) => [word, code]);

/** Names and abbreviations, folded → ISO 4217. */
export const CURRENCY_WORDS: ReadonlyMap<string, string> = new Map([
  ...table('USD', 'dollar dollars dolar dolares dollaro dollari bucks usd us'),
  ...table('EUR', 'euro euros eur'),
  ...table('GBP', 'pound pounds pfund livre livres libra libras sterlina sterline pond quid sterling gbp'),
  ...table('JPY', 'yen yens ienes iene jpy 円'),
  ...table('CNY', 'yuan yuans renminbi rmb cny kuai 元 块'),
  ...table('INR', 'rupee rupees rupie rupien roupie roupies rupia rupias roepie inr rs'),
  ...table('CHF', 'franken francs franc franchi franco francos frank sfr chf'),
  ...table('RUB', 'rouble roubles ruble rubles rubel rublo rublos rubli roebel rub'),
  ...table('BRL', 'real reais reales brl'),
  ...table('MXN', 'peso pesos mxn'),
  ...table('KRW', 'won krw 원'),
  ...table('SEK', 'krona kronor sek'),
  ...table('NOK', 'krone kroner nok'),
  ...table('DKK', 'kronen couronne couronnes corona coronas coroa coroas dkk'),
  ...table('PLN', 'zloty zlotys zlotych zl pln'),
  ...table('CZK', 'koruna korun kc czk'),
  ...table('MYR', 'ringgit rm myr'),
  ...table('IDR', 'rupiah rp idr'),
  ...table('THB', 'baht bath thb'),
  ...table('ZAR', 'rand zar'),
  ...table('ILS', 'shekel shekels ils'),
  ...table('SAR', 'riyal riyals sar'),
  ...table('AED', 'dirham dirhams aed'),
  ...table('KWD', 'dinar dinars kwd'),
  ...table('TRY', 'lira liras'),
  ...table('DEM', 'mark dm'),
  ...table('HUF', 'forint ft'),
  ...table('ITL', 'lire'),
  ...table('ESP', 'peseta pesetas'),
  ...table('VND', 'dong'),
  ...table('KES', 'shilling shillings'),
]);

/** Words that may stand before a number as its currency: few, since most names only follow. */
export const CURRENCY_PREFIX_WORDS: ReadonlyMap<string, string> = new Map([
  ...table('USD', 'usd'),
  ...table('EUR', 'eur euro'),
  ...table('GBP', 'gbp'),
  ...table('MYR', 'rm'),
  ...table('INR', 'rs inr'),
  ...table('IDR', 'rp'),
  ...table('CHF', 'fr sfr chf'),
  ...table('CNY', 'rmb'),
  ...table('ZAR', 'r'),
]);

/** Hundredths of a currency. */
export const SUBUNIT_WORDS: ReadonlySet<string> = new Set(
  'cent cents centime centimes centimo centimos centavo centavos centesimo centesimi penny pence pennies pfennig rappen kopek kopeks ct centen eurocent eurocents p paise'.split(
    ' ',
  ),
);

/** Tenths of a currency. */
export const TENTH_WORDS: ReadonlySet<string> = new Set(['jiao', 'mao', '角', '毛']);

/** Adjectives of countries between a number and a currency's name: 5 Canadian dollars, 5 US dollars. */
export const CURRENCY_ADJECTIVES: ReadonlyMap<string, string> = new Map([
  ...table('USD', 'us u american amerikanische amerikanischen amerikaanse americani estadounidenses'),
  ...table('CAD', 'canadian kanadische kanadischen canadese canadesi canadiens canadienses'),
  ...table('AUD', 'australian australische australischen australiens australianos australiani'),
  ...table('NZD', 'zealand'),
  ...table('HKD', 'kong'),
  ...table('SGD', 'singapore singapur'),
  ...table('CHF', 'swiss schweizer zwitserse'),
  ...table('GBP', 'british britische britischen britse'),
  ...table('DKK', 'danish danische danischen deense'),
  ...table('NOK', 'norwegian norwegische norwegischen noorse'),
  ...table('SEK', 'swedish schwedische schwedischen zweedse'),
]);
