import { readXml } from './read-xml.js';

/** The texts of a workbook that cells point to. Runs of one cell with different fonts are one text. */
export async function readSharedStrings(bytes: Uint8Array): Promise<string[]> {
  const strings: string[] = [];
  const collector = new TextCollector();
  await readXml(bytes, {
    open: (name) => collector.open(name),
    text: (text) => collector.add(text),
    close: (name) => {
      collector.close(name);
      if (name === 'si') strings.push(collector.take());
    },
  });
  return strings;
}

/** Gathers the text elements of a cell, but for the readings (拼音) that stand above it. */
export class TextCollector {
  private collected = '';
  private inText = false;
  private inReading = false;

  open(name: string): void {
    if (name === 't') this.inText = true;
    if (name === 'rPh') this.inReading = true;
  }

  add(text: string): void {
    if (this.inText && !this.inReading) this.collected += text;
  }

  close(name: string): void {
    if (name === 't') this.inText = false;
    if (name === 'rPh') this.inReading = false;
  }

  take(): string {
    const taken = this.collected;
    this.collected = '';
    // _x000D_ is how a workbook writes a character that XML cannot hold.
    return taken.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  }
}
