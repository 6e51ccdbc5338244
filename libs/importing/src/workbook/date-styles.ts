import { readXml } from './read-xml.js';

/** Which styles of cells show a date, by their index: formats that come with every workbook, and those it defines. */
export async function dateStylesOf(styles: Uint8Array): Promise<(style: number) => boolean> {
  const formats = new Map<number, string>();
  const formatOfStyle: number[] = [];
  let inStyles = false;
  await readXml(styles, {
    open: (name, { numFmtId, formatCode = '' }) => {
      if (name === 'numFmt') formats.set(Number(numFmtId), formatCode);
      if (name === 'cellXfs') inStyles = true;
      if (name === 'xf' && inStyles) formatOfStyle.push(Number(numFmtId ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') inStyles = false;
    },
  });
  return (style) => {
    const format = formatOfStyle[style] ?? 0;
    return isBuiltInDate(format) || showsDate(formats.get(format) ?? '');
  };
}

/** ECMA-376 part 1, 18.8.30: 14 to 22 everywhere, 27 to 36 and 50 to 58 in Chinese and its neighbours. */
const isBuiltInDate = (format: number): boolean =>
  (format >= 14 && format <= 17) ||
  format === 22 ||
  (format >= 27 && format <= 31) ||
  format === 36 ||
  (format >= 50 && format <= 58);

/** A format with a year or a day in it, outside of quoted text, escapes and [conditions]. */
const showsDate = (code: string): boolean => /[yd]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ''));
