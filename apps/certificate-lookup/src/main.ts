import '#runtime/source-maps';

const { auditHeads } = await import('#contracts/published');
const { rewind } = await import('#messaging');
const { verifyAudit } = await import('#reconciliation');
const { startService } = await import('#runtime');
const { rotateKeys } = await import('#security');
const { AppModule } = await import('./app.module.js');
const { migrations } = await import('./migrations/index.js');

await startService({
  name: 'certificate-lookup',
  title: '毕业证书查询 Certificate lookup',
  description:
    'Answers whether a graduation certificate is valid, to whoever knows two things about it. A reference consumer of the published contract: it knows of the other services only what is published to outsiders.',
  module: AppModule,
  migrations,
  commands: {
    '--rotate-keys': rotateKeys(),
    '--rewind': rewind('certificate-lookup'),
    '--verify-audit': verifyAudit(auditHeads('certificate-lookup')),
  },
});
