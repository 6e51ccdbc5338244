import { declareProblems } from '#runtime';

/** What an import answers to who uploads, commits or cancels it. */
export const importProblems = declareProblems({
  'file-unreadable': {
    status: 422,
    title: '文件无法读取',
    detail: 'The file cannot be read row by row; nothing was stored.',
    remedy:
      'Mend what `errors[]` names: kind of file, encoding, header or quotes. The template shows the columns.',
  },
  'import-not-checked': {
    status: 409,
    title: '文件尚未校验完毕',
    detail: 'The rows of the file are still being checked.',
    remedy: 'Read the import until its state is VALIDATED, then commit it.',
  },
  'import-has-refusals': {
    status: 409,
    title: '文件中有未通过校验的行，不能整体导入',
    detail: 'Rows of the file are refused, so it cannot be committed as a whole.',
    remedy:
      'Mend the rows that the error workbook names and upload the whole file again, or commit with VALID_ROWS.',
  },
  'import-committed-otherwise': {
    status: 409,
    title: '该导入任务已按另一方式提交',
    detail: 'The import was committed in the other mode.',
    remedy: 'Read the import; its mode cannot be changed any more.',
  },
  'import-over': {
    status: 409,
    title: '该导入任务已结束',
    detail: 'The import is cancelled, failed, expired or done; its state says which.',
    remedy: 'Read the import; upload the file again if its rows are still wanted.',
  },
});
