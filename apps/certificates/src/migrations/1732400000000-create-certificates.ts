import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';
import { createCommandTables } from '#commands';
import { createJobsTable } from '#jobs';
import { createMessagingTables } from '#messaging';
import { createSchoolsTable } from '#copies';
import { createDataKeysTable } from '#security';

export class CreateCertificates1732400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createMessagingTables(queryRunner);
    await createDataKeysTable(queryRunner);
    await createSchoolsTable(queryRunner);
    await createCommandTables(queryRunner);
    await createJobsTable(queryRunner);
    await queryRunner.query(TABLES);
    await makeAggregate(queryRunner, 'certificates', { id: 'certificate_id', state: 'status' });
    await queryRunner.query(IMMUTABILITY);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'drop table certificates, certificates_history, number_serials, schools; drop function refuse_rewriting',
    );
  }
}

const TABLES = `
  create table certificates (
    certificate_id uuid primary key,
    certificate_no text not null unique,
    kind text not null,
    registration_id uuid not null,
    person_id uuid not null,
    graduation_version integer not null,
    name text not null,
    sex text not null,
    birth_date date not null,
    id_type text not null,
    id_number_sealed text not null,
    school_code text not null,
    school_uscc text not null,
    school_name text not null,
    school_type text not null,
    authority_code text not null,
    catalogue_version text not null,
    major_code text not null,
    major_name text not null,
    class_type text not null,
    study_mode text not null,
    from_date date not null,
    to_date date not null,
    issue_date date not null,
    title text not null,
    template_version text not null,
    treatment_as text not null,
    treatment_rule_version text not null,
    issued_at timestamptz not null,
    status text not null check (status in ('ISSUED', 'REVOKED')),
    version integer not null,
    revoked_at timestamptz,
    decision_no text,
    check ((status = 'REVOKED') = (revoked_at is not null and decision_no is not null))
  );
  -- The last guard: even without an inbox a registration has one live certificate of a kind.
  create unique index certificates_one_live on certificates (registration_id, kind)
    where status not in ('REVOKED', 'VOIDED', 'SUPERSEDED');
  create index certificates_by_registration on certificates (registration_id);
  create index certificates_by_school on certificates (school_code, certificate_no);
  create index certificates_by_issue_date on certificates (issue_date, certificate_no);
  create index certificates_revoked on certificates (certificate_no) where status = 'REVOKED';

  -- A counter never goes back, so a number is never given twice.
  create table number_serials (
    prefix text primary key,
    last integer not null
  );`;

/** Of an issued certificate only its state may move on; a revoked one is final; none disappears. */
const IMMUTABILITY = `
  create function refuse_rewriting() returns trigger language plpgsql as $$
  declare
    state constant text[] := array['status', 'version', 'revoked_at', 'decision_no'];
  begin
    if tg_op <> 'UPDATE' then
      raise exception 'a certificate is never deleted' using errcode = 'restrict_violation';
    end if;
    if old.status = 'REVOKED' or to_jsonb(new) - state is distinct from to_jsonb(old) - state then
      raise exception 'certificate % is never edited', old.certificate_no using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger refuse_rewriting before update or delete on certificates
    for each row execute function refuse_rewriting();
  create trigger refuse_truncating before truncate on certificates
    for each statement execute function refuse_rewriting();`;
