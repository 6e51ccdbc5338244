import { codeReader, namesOf, type CodeRow } from './code-table.js';

const ROWS: readonly CodeRow[] = [
  ['01', '中国共产党党员', '中共党员', '党员'],
  ['02', '中国共产党预备党员', '中共预备党员', '预备党员'],
  ['03', '中国共产主义青年团团员', '共青团员', '团员'],
  ['04', '中国国民党革命委员会会员', '民革会员', '民革党员'],
  ['05', '中国民主同盟盟员', '民盟盟员'],
  ['06', '中国民主建国会会员', '民建会员'],
  ['07', '中国民主促进会会员', '民进会员'],
  ['08', '中国农工民主党党员', '农工党党员'],
  ['09', '中国致公党党员', '致公党党员'],
  ['10', '九三学社社员', '九三社员'],
  ['11', '台湾民主自治同盟盟员', '台盟盟员'],
  ['12', '无党派民主人士', '无党派人士'],
  ['13', '群众'],
];

/** 政治面貌 of GB/T 4762-1984, code to full name: '13' → '群众'. */
export const POLITICAL_STATUSES: ReadonlyMap<string, string> = namesOf(ROWS);

/**
 * Reads 政治面貌 as its full name, the short name of the standard ('共青团员') or its code; the value is the code.
 * Refusals: missing, unknown-political-status.
 */
export const parsePoliticalStatus = codeReader(ROWS, {
  missing: '请填写政治面貌',
  unknown: {
    code: 'unknown-political-status',
    message: '政治面貌应为国家标准 13 项之一，如中共党员、共青团员、群众',
  },
});
