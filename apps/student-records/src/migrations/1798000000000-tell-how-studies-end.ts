import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATES = (...more: string[]) =>
  `check (state in (${['SUBMITTED', 'REJECTED', 'ACTIVE', 'ON_LEAVE', 'RETAINED', 'TRANSFER_PENDING', 'GRADUATION_REVIEW', 'GRADUATED', 'GRADUATION_REVOKED', ...more].map((state) => `'${state}'`).join(', ')}))`;

/** All states of a student record, and what each carries. `GRADUATION_REVIEW` stays in the check, which is only ever widened. */
export class TellHowStudiesEnd1798000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table registrations
        add column ended_on date,
        add column end_reason_code text,
        add column ended_by_change_id uuid,
        add column completed_on date,
        add column days_away integer,
        add column repeats integer,
        add column extension_months integer,
        drop constraint registrations_state_check,
        add constraint registrations_state_check
          ${STATES('TRANSFERRED_OUT', 'WITHDRAWN', 'EXPELLED', 'DECEASED', 'CANCELLED', 'COMPLETED')};
      create index registrations_by_end on registrations (ended_on) where ended_on is not null;
      ${DAYS_AWAY}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table registrations
        drop column ended_on, drop column end_reason_code, drop column ended_by_change_id, drop column completed_on,
        drop column days_away, drop column repeats, drop column extension_months,
        drop constraint registrations_state_check, add constraint registrations_state_check ${STATES()}`);
  }
}

/** Of leaves that were over before anybody counted: each return ended the leave before it. */
const DAYS_AWAY = `
  update registrations set days_away = away.days
  from (
    select registration_id, sum(effective_on - since)::integer as days
    from (
      select registration_id, type, effective_on,
        lag(effective_on) over (partition by registration_id order by effective_on, change_id) as since
      from status_changes where state = 'APPLIED') applied
    where type = 'RETURN' and since is not null
    group by registration_id) away
  where away.registration_id = registrations.registration_id`;
