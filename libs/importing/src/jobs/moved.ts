/** Somebody cancelled the import while its rows were in work: what was done to them is undone. */
export class Moved extends Error {
  override readonly name = 'Moved';
}
