import type { CodeOf, RefusalWords } from '#aggregates/rules';
import { declareProblems } from '#runtime';

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

export const fileProblems = declareProblems(fileRefusals);
