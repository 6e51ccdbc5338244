import { accept, refuse, type Parsed } from './parsed.js';
import { allRegionNames, isKnownProvince, type RegionName } from './regions.js';
import { spreadsheetDamage, trimmed } from './spreadsheet-damage.js';

/**
 * Reads a region 行政区划 as its six-digit code or its name; the value is the code. A name is '重庆市渝中区', or
 * '渝中区' where only one region is called so; names in force go before those of the past. Any six digits of a known
 * province pass, since counties are founded faster than this table is renewed.
 * Refusals: missing, excel-mangled, bad-region, ambiguous-region.
 */
export function parseRegion(text: string): Parsed<string> {
  const written = trimmed(text).replace(/\s/g, '');
  if (written === '') return refuse('missing', '请填写行政区划');
  const damage = spreadsheetDamage(written);
  if (damage) return damage;
  if (/^\d{6}$/.test(written) && isKnownProvince(written.slice(0, 2))) return accept(written);
  const [code, another] = codesOf(written);
  if (code === undefined) return refuse('bad-region', '应为 6 位行政区划代码，或省、市、区县的完整名称');
  if (another !== undefined)
    return refuse('ambiguous-region', '有多个同名的行政区划，请写明省、市，或填写 6 位行政区划代码');
  return accept(code);
}

type CodesByName = ReadonlyMap<string, ReadonlySet<string>>;
let index: { inForce: CodesByName; past: CodesByName } | undefined;

/** Thousands of names are put in order only when the first is looked up: most processes never read one. */
function codesOf(name: string): string[] {
  index ??= indexOf(allRegionNames());
  return [...(index.inForce.get(name) ?? index.past.get(name) ?? [])];
}

const indexOf = (names: readonly RegionName[]) => ({
  inForce: byName(names.filter(({ inForce }) => inForce)),
  past: byName(names.filter(({ inForce }) => !inForce)),
});

function byName(names: readonly RegionName[]): CodesByName {
  const codes = new Map<string, Set<string>>();
  for (const { code, name, fullName } of names)
    for (const each of [name, fullName]) codes.set(each, (codes.get(each) ?? new Set()).add(code));
  return codes;
}
