import { checkSchema } from '@maaza/core/grammar';
import type { KeywordVerdict, SchemaFinding } from '../../../src/grammar/types.js';
import { accepts, compileOrRefuse, vocabularyOf } from '../support/engine.js';
import { byteTokens } from '../support/vocabularies.js';
import { otherEngines, readOn } from './other-engines.js';
import { formatProbes, keywordProbes, type Probe } from './probes.js';

export interface ProbeResult {
  readonly verdict: KeywordVerdict;
  readonly note: string;
  /** texts that went the wrong way: the report and the matcher disagree */
  readonly wrong: readonly string[];
}

const vocabulary = vocabularyOf(byteTokens());

/** The plain keyword of a row such as `items (list, draft-07)`. */
const plainName = (probe: Probe, isFormat: boolean) => (isFormat ? 'format' : probe.keyword.split(' ')[0]!);

/** Asks `checkSchema` what happens to the keyword, and the matcher whether that is so. */
export function runProbe(probe: Probe, isFormat = false): ProbeResult {
  const keyword = plainName(probe, isFormat);
  const { findings } = checkSchema(probe.schema);
  const own = findings.filter((finding) => finding.keyword === keyword);
  const worst = pickWorst(own.length > 0 ? own : findings);
  const compiled = compileOrRefuse(probe.schema, vocabulary);
  if ('refusal' in compiled) {
    // The keyword that is refused may stand inside the probed one, as `uniqueItems` does inside `not`.
    const refused = findings.find((finding) => finding.verdict === 'refused');
    return {
      verdict: 'refused',
      note: refused?.reason ?? compiled.refusal.message,
      wrong: refused ? [] : ['refused without a finding'],
    };
  }
  const verdict = worst?.verdict ?? 'enforced';
  const wrong = [
    ...probe.accepts.filter((text) => !accepts(compiled.grammar, text)).map((text) => `${text} is rejected`),
    ...(verdict === 'enforced' ? probe.rejects.filter((text) => accepts(compiled.grammar, text)).map((text) => `${text} is accepted`) : []),
    ...(verdict === 'refused' ? ['compiled in spite of the finding'] : []),
  ];
  return { verdict, note: verdict === 'enforced' ? '' : (worst?.reason ?? ''), wrong };
}

const severity: readonly KeywordVerdict[] = ['enforced', 'checked', 'refused'];

function pickWorst(findings: readonly SchemaFinding[]): SchemaFinding | undefined {
  return findings.toSorted((a, b) => severity.indexOf(b.verdict) - severity.indexOf(a.verdict))[0];
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;

function table(head: string, probes: readonly Probe[], isFormat: boolean): string[] {
  const titles = [head, 'Maaza', 'note', ...otherEngines.map(({ name }) => name)];
  const body = probes.map((probe) => {
    const { verdict, note } = runProbe(probe, isFormat);
    const others = otherEngines.map(({ keywords, formats }) => (isFormat ? formats : keywords)[probe.keyword] ?? '');
    return row([`\`${probe.keyword}\``, `**${verdict}**`, note, ...others]);
  });
  return [row(titles), row(titles.map(() => '---')), ...body];
}

/** The text of docs/schema-support.md. */
export function renderSupportTable(): string {
  const keywords = keywordProbes.flatMap(({ title, probes }) => ['', `## ${title}`, '', ...table('keyword', probes, false)]);
  const sources = otherEngines.map(({ name, version, source }) => `- [${name}](${source}), ${version}`);
  return [
    '# What happens to each keyword of JSON Schema',
    '',
    '<!-- Written by `npx tsx scripts/schema-support.ts`; a test fails where it is stale. -->',
    '',
    'Each row was found by running one small schema through `checkSchema` and the matcher, with texts that the keyword must let through and keep out.',
    '',
    '- **enforced**: no token is offered that breaks it; what is written fits.',
    '- **checked**: the finished value is checked; the report says so before the run.',
    '- **refused**: `unsupported_schema`, with JSON pointer, keyword and reason, before the run.',
    '',
    'A row shows the keyword in a common place. In a rare combination a keyword can be treated otherwise; `checkSchema(schema)` tells for your schema.',
    'Keywords that only annotate (`title`, `description`, `default`, `examples`, unknown ones, …) change nothing.',
    '',
    `The columns on the right repeat the documentation of other engines as read on ${readOn}; an empty cell means that it says nothing.`,
    '',
    ...sources,
    ...keywords,
    '',
    '## Formats',
    '',
    'Names that 2020-12 does not define are annotations.',
    '',
    ...table('format', formatProbes, true),
    '',
  ].join('\n');
}
