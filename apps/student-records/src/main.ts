import '#runtime/source-maps';

const { auditHeads } = await import('#contracts');
const { SEALED_IMPORTS } = await import('#importing');
const { rewind } = await import('#messaging');
const { recoverNumbers, verifyAudit } = await import('#reconciliation');
const { startService } = await import('#runtime');
const { rotateKeys } = await import('#security');
const { AppModule } = await import('./app.module.js');
const { reservedNumbers } = await import('./registrations/reserved-numbers.js');
const { migrations } = await import('./migrations/index.js');

await startService({
  name: 'student-records',
  title: '学籍 Student records',
  description:
    '学籍注册与毕业。Registers students, full- and part-time, and approves and revokes graduations.',
  module: AppModule,
  migrations,
  commands: {
    '--rotate-keys': rotateKeys([SEALED_IMPORTS]),
    '--recover': recoverNumbers(reservedNumbers),
    '--rewind': rewind('student-records'),
    '--verify-audit': verifyAudit(auditHeads('student-records')),
  },
});
