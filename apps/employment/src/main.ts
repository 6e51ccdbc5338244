import '#runtime/source-maps';

const { auditHeads } = await import('#contracts');
const { rewind } = await import('#messaging');
const { verifyAudit } = await import('#reconciliation');
const { startService } = await import('#runtime');
const { AppModule } = await import('./app.module.js');
const { migrations } = await import('./migrations/index.js');

await startService({
  name: 'employment',
  title: '就业 Employment',
  description: '毕业生就业跟踪与去向登记。Tracks graduates and records what becomes of them.',
  module: AppModule,
  migrations,
  commands: { '--rewind': rewind('employment'), '--verify-audit': verifyAudit(auditHeads('employment')) },
});
