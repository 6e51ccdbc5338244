import { setImmediate as nextTurn } from 'node:timers/promises';
import { SaxesParser } from 'saxes';

/** Characters read at a stretch; between two stretches others get their turn. */
const STRETCH = 256 * 1024;

/** Deeper, or with more attributes, is no part of a workbook: it is there to fill the memory. */
const MAX_DEPTH = 50;
const MAX_ATTRIBUTES = 200;

type Attributes = Record<string, string>;

export interface XmlHandlers {
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Reads an XML text; names come without their prefix. Rejects if it is not well-formed. It expands no entities of its own. */
export async function readXml(bytes: Uint8Array, handlers: XmlHandlers): Promise<void> {
  const parser = new SaxesParser({ position: false });
  let depth = 0;
  let attributes = 0;
  parser.on('opentagstart', () => {
    attributes = 0;
    if (++depth > MAX_DEPTH) throw new Error('The XML is too deep.');
  });
  parser.on('attribute', () => {
    if (++attributes > MAX_ATTRIBUTES) throw new Error('An element has too many attributes.');
  });
  parser.on('opentag', (tag) => handlers.open?.(localName(tag.name), tag.attributes as Attributes));
  parser.on('closetag', ({ name }) => {
    depth--;
    handlers.close?.(localName(name));
  });
  parser.on('text', (text) => handlers.text?.(text));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let at = 0; at < bytes.length; at += STRETCH) {
    parser.write(decoder.decode(bytes.subarray(at, at + STRETCH), { stream: true }));
    await nextTurn();
  }
  parser.write(decoder.decode());
  parser.close();
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
