import { declareActions } from '#commands';

/** What is done in enrolment, in the words of its history. */
export const actions = declareActions({
  'register-school': { zh: '登记了院校', en: 'registered the school' },
  'draft-qualification': { zh: '起草了招生资质', en: 'drafted the qualification' },
  'publish-qualification': { zh: '公布了招生资质', en: 'published the qualification' },
  'suspend-qualification': { zh: '暂停了招生资质', en: 'suspended the qualification' },
  'load-catalogue': { zh: '载入了专业目录', en: 'loaded the catalogue' },
  'open-offerings': { zh: '开设了专业点', en: 'opened the offering' },
  'stop-offering': { zh: '停止了专业点招生', en: 'stopped the offering' },
  'draft-plan-lines': { zh: '起草了招生计划', en: 'drafted the plan line' },
  'publish-plan-lines': { zh: '公布了招生计划', en: 'published the plan line' },
  'submit-application': { zh: '录入了报名', en: 'submitted the application' },
  'submit-application-by-import': { zh: '从文件导入了报名', en: 'submitted the application by a file' },
  'export-applications': { zh: '导出了报名名单', en: 'exported a list of applications' },
  'admit-applicants': { zh: '录取了考生', en: 'admitted the applicant' },
  'erase-application': { zh: '删除了个人信息', en: 'erased personal data of the applicant' },
  'reveal-identity': { zh: '查看了完整身份信息', en: 'looked at the full identity' },
  'check-in-applicants': { zh: '办理了报到', en: 'checked the student in' },
});
