import type { ExtractedField, Extraction } from '@maaza/core';
import type { MaazaDocument, TextPlace } from '@maaza/core/document';

/** A field whose value was read from a document, with the places on its pages that the printed words stand at. */
export interface PlacedField extends ExtractedField {
  readonly places?: readonly TextPlace[];
}

/** The extraction with the places of each value on the pages of the document; unchanged where the document has no pages. */
export function withPlaces(extraction: Extraction, { map, pages }: MaazaDocument): Extraction {
  if (pages.every(({ size }) => size === undefined)) return extraction;
  const place = (field: ExtractedField): PlacedField =>
    field.start === undefined || field.end === undefined ? field : { ...field, places: map.find(field.start, field.end) };
  const fields = Object.entries(extraction.fields).map(([pointer, field]) => [pointer, place(field)] as const);
  return { ...extraction, fields: Object.fromEntries(fields) };
}
