import { declareActions } from '#commands';

/** What is done to student records, in the words of their history. */
export const actions = declareActions({
  'approve-registrations': { zh: '批准了注册', en: 'approved the registration' },
  'reject-registrations': { zh: '不予注册', en: 'rejected the registration' },
  'revoke-graduation': { zh: '撤销了毕业', en: 'revoked the graduation' },
  'create-graduation-batch': { zh: '新建了毕业批次', en: 'created the graduation batch' },
  'exclude-from-graduation-batch': {
    zh: '从毕业批次中移出了学生',
    en: 'left students out of the graduation batch',
  },
  'submit-graduation-batch': { zh: '提交了毕业批次', en: 'submitted the graduation batch' },
  'erase-person': { zh: '删除了个人信息', en: 'erased personal data of the person' },
  'reveal-identity': { zh: '查看了完整身份信息', en: 'looked at the full identity' },
  'approve-graduation-batch': { zh: '批准了毕业', en: 'approved the graduation' },
});
