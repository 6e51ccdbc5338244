import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * 公安比对: results of the city's data exchange. The newest that counts stands with the person, and is gone once they are called
 * otherwise, whoever changes that.
 */
export class MatchWithPolice1798330000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table persons
        add column police_outcome text check (police_outcome in ('MATCHED', 'MISMATCH')),
        add column police_matched_at timestamptz;
      create function forget_police_match() returns trigger language plpgsql as $$
      begin
        new.police_outcome := null;
        new.police_matched_at := null;
        if new.verification = 'POLICE_MATCHED' then new.verification := 'FORMAT'; end if;
        return new;
      end $$;
      create trigger forget_police_match before update of name, id_number_index on persons for each row
        when (old.name is distinct from new.name or old.id_number_index is distinct from new.id_number_index)
        execute function forget_police_match();

      create table police_matches (
        match_id uuid primary key,
        person_id uuid not null references persons,
        -- of the delivering system
        match_number text not null,
        outcome text not null check (outcome in ('MATCHED', 'MISMATCH')),
        matched_at timestamptz not null,
        source text not null,
        -- false: that of a newer comparison was known when it came
        counts boolean not null,
        delivered_by text not null,
        received_at timestamptz not null,
        unique (delivered_by, match_number)
      );
      create index police_matches_by_person on police_matches (person_id, matched_at);
      alter table police_matches enable row level security;
      alter table police_matches force row level security;
      create policy by_registration on police_matches
        using ((select current_setting('jiangtu.scope', true)) = 'all'
          or delivered_by = (select nullif(current_setting('jiangtu.partner', true), ''))
          or exists (select from registrations
            where coalesce(registrations.holder_id, registrations.person_id) = police_matches.person_id))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table police_matches;
      drop trigger forget_police_match on persons;
      drop function forget_police_match;
      alter table persons drop column police_outcome, drop column police_matched_at`);
  }
}
