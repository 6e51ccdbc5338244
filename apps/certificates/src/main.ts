import '#runtime/source-maps';

const { auditHeads } = await import('#contracts');
const { rewind } = await import('#messaging');
const { recoverNumbers, verifyAudit } = await import('#reconciliation');
const { startService } = await import('#runtime');
const { rotateKeys } = await import('#security');
const { AppModule } = await import('./app.module.js');
const { reservedNumbers } = await import('./certificates/reserved-numbers.js');
const { migrations } = await import('./migrations/index.js');

await startService({
  name: 'certificates',
  title: '证书 Certificates',
  description:
    '毕业证书的编号、签发、撤销与对外发布。Numbers, issues, revokes and publishes graduation certificates.',
  module: AppModule,
  migrations,
  commands: {
    '--rotate-keys': rotateKeys(),
    '--recover': recoverNumbers(reservedNumbers),
    '--rewind': rewind('certificates'),
    '--verify-audit': verifyAudit(auditHeads('certificates')),
  },
});
