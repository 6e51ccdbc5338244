import type { CodeOf, RefusalWords } from '#aggregates/rules';
import { declareProblems, Problem } from '#runtime';

/** Why a file is not taken, whatever it was to be. */
export const fileRefusals = {
  'file-too-large': {
    status: 413,
    title: '文件超过2MB，请压缩后上传',
    detail: 'The file is larger than 2 MiB.',
    remedy: 'Scan it at a lower resolution or send it in several files.',
  },
  'file-type-not-accepted': {
    status: 415,
    title: '不接受该类文件，请按要求的格式上传',
    detail:
      'By its content the file is of no type that is accepted here; its name and its header do not count.',
    remedy: 'Save it as JPEG or PNG, or a paper as PDF, and send that.',
  },
  'image-unreadable': {
    status: 422,
    title: '图片已损坏或尺寸过大，无法读取',
    detail: 'The image is broken, or has more pixels than are read.',
    remedy: 'Open it in a viewer, save it anew with at most 24 million pixels, and send that.',
  },
} as const satisfies Record<string, RefusalWords>;
export type FileRefusal = CodeOf<typeof fileRefusals>;

export const fileProblems = declareProblems({
  ...fileRefusals,
  'file-store-away': {
    status: 503,
    title: '文件存储暂时不可用，文件未保存或无法打开，请稍后重试；多次失败请联系运维人员',
    detail: 'The store of files does not answer. Nothing was changed.',
    remedy:
      'Try again after `Retry-After` seconds. Where it goes on, tell the operator: the log says what the store answered, and the settings FILES_S3_… where it is.',
  },
});

/** The store did not do its part, and the transaction was not begun or is rolled back. */
export const fileStoreAway = (): Problem =>
  new Problem(fileProblems['file-store-away'], { headers: { 'retry-after': '30' } });
