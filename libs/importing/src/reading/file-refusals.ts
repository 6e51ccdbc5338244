import { refuse } from '#national-codes';

export const BROKEN = refuse('file-broken', '文件结构已损坏，无法逐行读取，请重新导出');

export const tooManyRows = (limit: number) =>
  refuse('too-many-rows', `每个文件最多 ${limit} 行，请拆分后上传`);
