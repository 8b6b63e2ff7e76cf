import type { Format } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { FormatMode } from './config.js';

const hourAndMinute = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const dateAndMinute = /^(?<date>\d{4}-\d\d-\d\d)[Tt ](?<time>\d\d:\d\d)$/;

type Check = (text: string) => boolean;

const checkOf = (name: 'date' | 'iso-time' | 'iso-date-time'): Check => (fullFormats[name] as { validate: Check }).validate;

function localFormats(): Record<string, Check> {
  const isDate = checkOf('date');
  const isTime = checkOf('iso-time');
  const isDateTime = checkOf('iso-date-time');
  return {
    time: (text) => isTime(text) || hourAndMinute.test(text),
    'date-time': (text) => {
      if (isDateTime(text)) return true;
      const parts = dateAndMinute.exec(text)?.groups;
      return parts !== undefined && isDate(parts.date!) && hourAndMinute.test(parts.time!);
    },
  };
}

/** The formats of the specification with full checks; `time` and `date-time` as `mode` says. */
export function formatsFor(mode: FormatMode): Record<string, Format> {
  return mode === 'local' ? { ...fullFormats, ...localFormats() } : { ...fullFormats };
}
