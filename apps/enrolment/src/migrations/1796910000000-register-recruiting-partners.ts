import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/** 市外合作单位, of one school or of all, and who applies through which. */
export class RegisterRecruitingPartners1796910000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table recruiting_partners (
        partner_id uuid primary key,
        state text not null check (state in ('ACTIVE', 'ENDED')),
        name text not null,
        school_code text references schools,
        region_code text not null,
        agreement_no text not null,
        valid_from date not null,
        valid_to date not null check (valid_to >= valid_from),
        ended_on date,
        version integer not null,
        unique nulls not distinct (name, school_code),
        check ((state = 'ENDED') = (ended_on is not null))
      );
      alter table applications add column partner_id uuid references recruiting_partners;
      create index applications_by_partner on applications (partner_id, year) where partner_id is not null`);
    await makeAggregate(queryRunner, 'recruiting_partners', { id: 'partner_id', seenBy: 'city' });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'alter table applications drop column partner_id; drop table recruiting_partners, recruiting_partners_history',
    );
  }
}
