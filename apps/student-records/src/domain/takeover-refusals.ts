import { ownContributionRefusals, type RefusalWords } from '#aggregates/rules';
import { decidingRefusals } from './deciding.js';

export const balanceRefusals = {
  'takeover-signed-off': {
    status: 409,
    title: '本校存量接管已签认',
    detail: 'The balance of the takeover is signed off.',
    remedy: 'Let the principal return it, or, once it is confirmed, the authority reopen it.',
  },
  'takeover-running': {
    status: 409,
    title: '有接管文件正在导入',
    detail: 'A file of the takeover is being stored.',
    remedy: 'Wait until the imports are DONE, or cancel them.',
  },
  'takeover-empty': {
    status: 409,
    title: '本校尚未接管任何存量',
    detail: 'No file of the school was taken over.',
    remedy: 'Upload and commit a file of the present students first.',
  },
  'refused-rows-unexplained': {
    status: 409,
    title: '有未接管的行，须说明其去向',
    detail: 'Rows of the files were refused.',
    remedy: 'Say in `remark` what became of them: mended in a later file, or not of this school.',
  },
  'balance-does-not-add-up': {
    status: 409,
    title: '接管账目不平',
    detail: 'Rows of the files are not what was stored and refused.',
    remedy: 'Compare the imports with the registrations taken over, and tell whoever runs the system.',
  },
  'balance-not-signed': {
    status: 409,
    title: '接管平账不在已签认状态',
    detail: 'The balance is not signed off, or is confirmed already.',
    remedy: 'Read the balance; the registrar signs it off first.',
  },
  'balance-not-closed': {
    status: 409,
    title: '接管平账未确认，无须重新开放',
    detail: 'The balance is not confirmed.',
    remedy: 'Read the balance: the principal returns one that is signed off only.',
  },
  ...decidingRefusals,
  ...ownContributionRefusals,
} as const satisfies Record<string, RefusalWords>;
