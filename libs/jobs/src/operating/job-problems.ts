import { declareProblems } from '#runtime';

export const jobProblems = declareProblems({
  'job-not-stuck': {
    status: 409,
    title: '该任务未失败，无需处理',
    detail: 'The job has not failed: it waits, is done or was discarded.',
    remedy: 'Read the job to see its state. A waiting job is tried again by itself.',
  },
});
