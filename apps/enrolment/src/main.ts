import '#runtime/source-maps';

const { auditHeads } = await import('#contracts');
const { rewind } = await import('#messaging');
const { verifyAudit } = await import('#reconciliation');
const { startService } = await import('#runtime');
const { rotateKeys } = await import('#security');
const { SEALED_IMPORTS } = await import('#importing');
const { AppModule } = await import('./app.module.js');
const { migrations } = await import('./migrations/index.js');

await startService({
  name: 'enrolment',
  title: '招生 Enrolment',
  description:
    '院校、招生资质、专业点、招生计划、报名、录取和报到。Schools, qualifications, offerings, plans, applications.',
  module: AppModule,
  migrations,
  commands: {
    '--rotate-keys': rotateKeys([SEALED_IMPORTS]),
    '--rewind': rewind('enrolment'),
    '--verify-audit': verifyAudit(auditHeads('enrolment')),
  },
});
