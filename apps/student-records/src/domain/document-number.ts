import { z } from 'zod';

/** 文号: who issues it, the year in brackets, the number: `渝人社撤〔2026〕1号`. The brackets are those of GB/T 9704. [M] */
export const documentNumber = z
  .string()
  .regex(/^[\u4e00-\u9fff（）]{2,30}〔(19|20)[0-9]{2}〕第?[1-9][0-9]{0,5}号$/)
  .meta({ description: '决定文号', example: '渝人社撤〔2026〕1号' });
