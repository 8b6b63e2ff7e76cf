import { loadOptionalDependency } from '../optional-dependency.js';

/** A mail, decoded. */
export interface Mail {
  /** name and decoded value, those that people read, in the usual order */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }[];
}

interface Mailbox {
  readonly name: string;
  readonly address?: string;
  readonly group?: readonly Mailbox[];
}

function printMailbox({ name, address, group }: Mailbox): string {
  if (group) return `${name}: ${group.map(printMailbox).join(', ')}`;
  return name ? `${name} <${address}>` : (address ?? '');
}

/** @param maxNesting - parts in parts; a mail in a mail is an attachment, not a part */
export async function readMail(bytes: Uint8Array, maxNesting: number): Promise<Mail> {
  const { default: PostalMime } = await loadOptionalDependency('postal-mime', 'reading mail', () => import('postal-mime'));
  const mail = await PostalMime.parse(bytes, {
    forceRfc822Attachments: true,
    maxNestingDepth: maxNesting,
    attachmentEncoding: 'arraybuffer',
  });
  const printList = (list: readonly Mailbox[] | undefined) => list?.map(printMailbox).join(', ');
  // As written: the sender's own clock and zone, not this machine's.
  const date = mail.headers.find(({ key }) => key === 'date')?.value.trim();
  const headers = Object.entries({
    From: mail.from && printMailbox(mail.from),
    To: printList(mail.to),
    Cc: printList(mail.cc),
    Date: date,
    Subject: mail.subject,
  }).filter((header): header is [string, string] => header[1] !== undefined && header[1] !== '');
  return {
    headers,
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments.map(({ filename, mimeType, content }, index) => ({
      name: filename ?? `part ${index + 1}`,
      mediaType: mimeType,
      bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content as ArrayBuffer),
    })),
  };
}
