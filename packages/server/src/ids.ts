import { v7 } from 'uuid';

/** `req_0191…`: sorts by the time it was made (UUID version 7, RFC 9562), unique without asking anyone. */
export const createId = (prefix: string): string => `${prefix}_${v7().replaceAll('-', '')}`;
