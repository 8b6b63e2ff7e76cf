/** Something is wrong with what was given, said in one line. */
export class ModelFolderError extends Error {}
