import type { DateTimeStyle } from '../grammar/types.js';

/** The strings of a format: a pattern, and a greatest length where the format has one. */
export interface FormatRule {
  readonly pattern: string;
  readonly maxLength: number;
  /** the whole format: nothing that the pattern matches breaks it */
  readonly isExact: boolean;
}

const MONTH_DAY = '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))';
const LEAP_YEAR = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const DATE = `(?:[0-9]{4}-${MONTH_DAY}|${LEAP_YEAR}-02-29)`;
const HOUR_MINUTE = '(?:[01][0-9]|2[0-3]):[0-5][0-9]';
const SECOND = ':[0-5][0-9]';
const OFFSET = `(?:[Zz]|[+-]${HOUR_MINUTE})`;
/** A leap second ends a day of UTC; with an offset it has other hours, which are left out (RFC 3339, section 5.7). */
const LEAP_SECOND = '23:59:60(?:\\.[0-9]+)?(?:[Zz]|[+-]00:00)';
const ZONED_TIME = `(?:${HOUR_MINUTE}${SECOND}(?:\\.[0-9]+)?${OFFSET}|${LEAP_SECOND})`;

/** RFC 3339, appendix A. */
const DURATION_TIME = 'T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)';
const DURATION_DATE = '(?:[0-9]+D|[0-9]+M(?:[0-9]+D)?|[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?)';
const DURATION = `P(?:${DURATION_DATE}(?:${DURATION_TIME})?|${DURATION_TIME}|[0-9]+W)`;

/** RFC 1123, section 2.1. */
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
/** RFC 5321, section 4.1.2, without quoted local parts and address literals, and with a domain of two labels at least. */
const EMAIL = `${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${LABEL}`;

/** RFC 3986, appendix A; with `U` also the characters of RFC 3987. */
const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const IPV4 = `${OCTET}(?:\\.${OCTET}){3}`;
const GROUP = '[0-9A-Fa-f]{1,4}';
const LAST_32_BITS = `(?:${GROUP}:${GROUP}|${IPV4})`;
const IPV6 = [
  `(?:${GROUP}:){6}${LAST_32_BITS}`,
  `::(?:${GROUP}:){5}${LAST_32_BITS}`,
  `(?:${GROUP})?::(?:${GROUP}:){4}${LAST_32_BITS}`,
  `(?:(?:${GROUP}:){0,1}${GROUP})?::(?:${GROUP}:){3}${LAST_32_BITS}`,
  `(?:(?:${GROUP}:){0,2}${GROUP})?::(?:${GROUP}:){2}${LAST_32_BITS}`,
  `(?:(?:${GROUP}:){0,3}${GROUP})?::${GROUP}:${LAST_32_BITS}`,
  `(?:(?:${GROUP}:){0,4}${GROUP})?::${LAST_32_BITS}`,
  `(?:(?:${GROUP}:){0,5}${GROUP})?::${GROUP}`,
  `(?:(?:${GROUP}:){0,6}${GROUP})?::`,
].join('|');
const UCS = '\\u{A0}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFEF}\\u{10000}-\\u{1FFFD}\\u{20000}-\\u{2FFFD}\\u{30000}-\\u{3FFFD}';

interface UriParts {
  readonly absolute: string;
  readonly reference: string;
}

function uriPatterns(beyondAscii: string, privateUse: string): UriParts {
  const escaped = '%[0-9A-Fa-f]{2}';
  const plain = `A-Za-z0-9._~!$&'()*+,;=${beyondAscii}-`;
  const character = `(?:[:@${plain}]|${escaped})`;
  const host = `(?:\\[(?:${IPV6}|[Vv][0-9A-Fa-f]+\\.[:A-Za-z0-9._~!$&'()*+,;=-]+)\\]|(?:[${plain}]|${escaped})*)`;
  const authority = `(?:(?:[:${plain}]|${escaped})*@)?${host}(?::[0-9]*)?`;
  const segments = `(?:/${character}*)*`;
  const rooted = `/(?:${character}+${segments})?`;
  const tail = `(?:\\?(?:[/?${privateUse}]|${character})*)?(?:#(?:[/?]|${character})*)?`;
  const afterScheme = `//${authority}${segments}|${rooted}|${character}+${segments}`;
  const scheme = '[A-Za-z][A-Za-z0-9+.-]*:';
  // RFC 3986 takes a scheme alone for a URI; validators do not, and nobody means one.
  const absolute = `${scheme}(?:${afterScheme})${tail}`;
  const relative = `(?://${authority}${segments}|${rooted}|(?:[@${plain}]|${escaped})+${segments}|)${tail}`;
  return { absolute, reference: `(?:${scheme}(?:${afterScheme}|)${tail}|${relative})` };
}

const URI = uriPatterns('', '');
const IRI = uriPatterns(UCS, '\\u{E000}-\\u{F8FF}\\u{F0000}-\\u{FFFFD}\\u{100000}-\\u{10FFFD}');

/** RFC 6901 and its relative form. */
const POINTER = '(?:/(?:[^~/]|~[01])*)*';

/** RFC 6570, section 2. */
const VARIABLE_CHARACTER = '(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})';
const VARIABLE = `${VARIABLE_CHARACTER}(?:\\.?${VARIABLE_CHARACTER})*(?::[1-9][0-9]{0,3}|\\*)?`;
const TEMPLATE_LITERAL = '[^\\u{0}-\\u{20}"%<>\\\\^`{|}\\u{7F}-\\u{9F}]|%[0-9A-Fa-f]{2}';
const URI_TEMPLATE = `(?:${TEMPLATE_LITERAL}|\\{[+#./;?&=,!@|]?${VARIABLE}(?:,${VARIABLE})*\\})*`;

/**
 * Letters and digits of ASCII, and some blocks of letters without upper case or rules of their own; no tables of IDNA are kept here
 * (RFC 5892), so other names are valid too. Without a limit of 63, which counts the bytes of another spelling.
 */
const IDN_CHARACTER = 'a-z0-9\\u{E0}-\\u{F6}\\u{F8}-\\u{FF}\\u{430}-\\u{44F}\\u{4E00}-\\u{9FA5}\\u{AC00}-\\u{D7A3}';
const IDN_LABEL = `[${IDN_CHARACTER}](?:[${IDN_CHARACTER}-]{0,13}[${IDN_CHARACTER}])?`;

/** RFC 6531, section 3.3: the local part of an address with characters beyond ASCII. */
const IDN_ATOM = '[^\\u{0}-\\u{20}"(),.:;<>@\\[\\\\\\]\\u{7F}]+';
const IDN_LOCAL_PART = `(?:${IDN_ATOM}(?:\\.${IDN_ATOM})*|"(?:[^\\u{0}-\\u{1F}"\\\\\\u{7F}]|\\\\[ -~])*")`;
const IDN_MAIL_LABEL = `[${IDN_CHARACTER}](?:[${IDN_CHARACTER}\\u{300}-\\u{36F}-]{0,13}[${IDN_CHARACTER}\\u{300}-\\u{36F}])?`;

/**
 * Regular expressions of a plain kind: no braces but `{n}`, `{n,}` and some `{n,m}`, no back references, no names, classes of single characters
 * and usual ranges, groups nested two deep, look-around outside of groups. All regular expressions are no regular language.
 */
const REGEX = plainRegexes(2);

function plainRegexes(depth: number): string {
  const escaped = '\\\\(?:[dDsSwWtnrfv]|[$()*+./?\\[\\\\\\]^{|}]|c[A-Za-z]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})';
  const range = '(?:a-z|A-Z|0-9|a-f|A-F|1-9|a-zA-Z)';
  const set = `\\[\\^?(?:${range}|[^\\u{0}-\\u{1F}\\[\\\\\\]^-]|${escaped})+-?\\]`;
  let item = `(?:[^\\u{0}-\\u{1F}$()*+?\\[\\\\\\]^{|}]|${escaped}|${set}|\\[\\^?\\])`;
  const quantifier = '(?:(?:[*+?]|\\{(?:[0-9]{1,3},?|[0-9],[1-9][0-9]{1,2}|0,[0-9]|1,[1-9]|2,[2-9]|3,[3-9])\\})\\??)?';
  const choiceOf = (part: string): string => `\\^?(?:${part})*\\$?(?:\\|\\^?(?:${part})*\\$?)*`;
  // What is looked for takes no quantifier.
  const look = `\\(\\?<?[!=]${choiceOf(`${item}${quantifier}`)}\\)`;
  for (let level = 0; level < depth; level++) item = `(?:${item}|\\((?:\\?:)?${choiceOf(`${item}${quantifier}`)}\\))`;
  return choiceOf(`${item}${quantifier}|${look}`);
}

const NO_LIMIT = Number.POSITIVE_INFINITY;

const RULES: Readonly<Record<string, FormatRule>> = {
  date: exact(DATE),
  time: exact(ZONED_TIME),
  'date-time': exact(`${DATE}[Tt]${ZONED_TIME}`),
  duration: exact(DURATION),
  email: exact(EMAIL),
  'idn-email': exact(`${IDN_LOCAL_PART}@(?:${IDN_MAIL_LABEL}\\.)+${IDN_MAIL_LABEL}`),
  hostname: exact(`${LABEL}(?:\\.${LABEL})*`, 253),
  'idn-hostname': { ...exact(`${IDN_LABEL}(?:\\.${IDN_LABEL})*`, 63), isExact: false },
  ipv4: exact(IPV4),
  ipv6: exact(`(?:${IPV6})`),
  uri: exact(URI.absolute),
  'uri-reference': exact(URI.reference),
  iri: exact(IRI.absolute),
  'iri-reference': exact(IRI.reference),
  uuid: exact('[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}'),
  'uri-template': exact(URI_TEMPLATE),
  'json-pointer': exact(POINTER),
  regex: { ...exact(REGEX), isExact: false },
  'relative-json-pointer': exact(`(?:0|[1-9][0-9]*)(?:#|${POINTER})`),
};

/** The short forms without zone that people write, and that small models write best. */
const LOCAL_RULES: Readonly<Record<string, FormatRule>> = {
  time: exact(HOUR_MINUTE),
  'date-time': exact(`${DATE}T${HOUR_MINUTE}${SECOND}`),
};

/** Each rule under a name of its own. */
export const formatRules: ReadonlyMap<string, FormatRule> = new Map([
  ...Object.entries(RULES),
  ...Object.entries(LOCAL_RULES).map(([name, rule]) => [`local ${name}`, rule] as const),
]);

/** The key of `formatRules` for the strings of a format; `undefined` for a format without a rule. */
export function formatKey(name: string, style: DateTimeStyle): string | undefined {
  if (style === 'local' && Object.hasOwn(LOCAL_RULES, name)) return `local ${name}`;
  return Object.hasOwn(RULES, name) ? name : undefined;
}

/**
 * The strings of a format, as far as an automaton can tell them; `undefined` for a format without a rule.
 * @see JSON Schema Validation 2020-12, section 7.3
 */
export function formatRule(name: string, style: DateTimeStyle): FormatRule | undefined {
  const key = formatKey(name, style);
  return key === undefined ? undefined : formatRules.get(key);
}

/** What happens to a format; `undefined` where the name is none of the standard's, and so an annotation. */
export function formatVerdict(name: string): 'enforced' | 'checked' | undefined {
  const rule = formatRule(name, 'rfc3339');
  return rule === undefined ? undefined : rule.isExact ? 'enforced' : 'checked';
}

function exact(body: string, maxLength: number = NO_LIMIT): FormatRule {
  return { pattern: `^(?:${body})$`, maxLength, isExact: true };
}
