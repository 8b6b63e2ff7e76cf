/** What is noted down about a request while it is worked on; lives in `response.locals`. */
export interface RequestState {
  requestId: string;
  startedAt: number;
  /** the path with its parameters' names: never the path itself, which may hold anything */
  route?: string;
  /** id of the key or user */
  lane?: string;
  errorCode?: string;
}
