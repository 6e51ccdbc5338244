/** A sealed text that cannot be opened: another binding, an unknown key, or damaged. Its message tells no text. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}
