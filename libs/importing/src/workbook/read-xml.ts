import { setImmediate as nextTurn } from 'node:timers/promises';
import { SaxesParser } from 'saxes';

/** Characters read at a stretch; between two stretches others get their turn. */
const STRETCH = 256 * 1024;

type Attributes = Record<string, string>;

export interface XmlHandlers {
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Reads an XML text; names come without their prefix. Rejects if it is not well-formed. It expands no entities of its own. */
export async function readXml(bytes: Uint8Array, handlers: XmlHandlers): Promise<void> {
  const parser = new SaxesParser({ position: false });
  parser.on('opentag', ({ name, attributes }) => handlers.open?.(localName(name), attributes as Attributes));
  parser.on('closetag', ({ name }) => handlers.close?.(localName(name)));
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
