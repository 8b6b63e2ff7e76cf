import { loadOptionalDependency } from '../optional-dependency.js';

/** DOCX → HTML, without its images. Footnotes and endnotes come last. */
export async function docxToHtml(bytes: Uint8Array): Promise<string> {
  const { default: mammoth } = await loadOptionalDependency('mammoth', 'reading DOCX', () => import('mammoth'));
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) },
    // A reference to a file outside of the document is not followed.
    { externalFileAccess: false, convertImage: mammoth.images.imgElement(async () => ({ src: '' })) },
  );
  return value;
}
