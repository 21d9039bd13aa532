-- What no column says about substitutions and seats. One lock for all who change them: there are few, and a rule that looks at other rows
-- must not be passed by two at once.
do $$
begin
    if not exists (select from pg_constraint where conname = 'fk_substitutions_seat') then
        alter table substitutions add constraint fk_substitutions_seat foreign key (seat_id) references commission_members (id);
    end if;
end $$;

create or replace function substitution_is_lawful() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
    declare
        seat commission_members;
    begin
        if tg_op = 'DELETE' then
            raise exception 'a substitution can only be ended' using errcode = 'check_violation', constraint = 'substitutions_stay';
        end if;
        if tg_op = 'UPDATE' then
            if (new.absent_user_id, new.substitute_user_id, new.territory, new.role, new.seat_id, new.starts_at)
               is distinct from (old.absent_user_id, old.substitute_user_id, old.territory, old.role, old.seat_id, old.starts_at)
               or new.ends_at > old.ends_at then
                raise exception 'a substitution can only be ended' using errcode = 'check_violation', constraint = 'substitutions_stay';
            end if;
            return new;
        end if;

        perform pg_advisory_xact_lock(hashtext('reserve.substitutions'));
        if exists (
            select from substitutions s
            where s.absent_user_id = new.absent_user_id and s.starts_at < s.ends_at
              and s.starts_at < new.ends_at and s.ends_at > new.starts_at
              and (s.seat_id = new.seat_id
                   or (s.seat_id is null and new.seat_id is null and (s.role is null or new.role is null or s.role = new.role)
                       and (s.territory = new.territory or starts_with(s.territory, new.territory || '.')
                            or starts_with(new.territory, s.territory || '.'))))) then
            raise exception 'two substitutes at once' using errcode = 'exclusion_violation', constraint = 'substitutions_overlap';
        end if;

        -- Whoever stands in, stands in, and so on, all at one time: nobody may be absent and stand in for themselves.
        if exists (
            with recursive chain as (
                select new.substitute_user_id as person, new.starts_at as since, new.ends_at as till, 1 as length
                union
                select s.substitute_user_id, greatest(c.since, s.starts_at), least(c.till, s.ends_at), c.length + 1
                from chain c join substitutions s on s.absent_user_id = c.person
                    and s.starts_at < s.ends_at and s.starts_at < c.till and s.ends_at > c.since
                where c.length < 100)
            select from chain where person = new.absent_user_id) then
            raise exception 'a circle of substitutes' using errcode = 'check_violation', constraint = 'substitutions_circle';
        end if;

        if new.seat_id is not null then
            select * into seat from commission_members m where m.id = new.seat_id;
            if seat.user_id <> new.absent_user_id or seat.territory <> new.territory or not seat.votes or seat.left_at is not null then
                raise exception 'not a seat of theirs' using errcode = 'check_violation', constraint = 'substitutions_seat';
            end if;
            if exists (
                select from commission_members m
                where m.territory = new.territory and m.user_id = new.substitute_user_id and m.joined_at < new.ends_at
                  and (m.left_at is null or m.left_at > new.starts_at) and (m.ends_at is null or m.ends_at > new.starts_at))
               or exists (
                select from substitutions s
                where s.seat_id is not null and s.territory = new.territory and s.substitute_user_id = new.substitute_user_id
                  and s.starts_at < s.ends_at and s.starts_at < new.ends_at and s.ends_at > new.starts_at) then
                raise exception 'the substitute sits there already'
                    using errcode = 'exclusion_violation', constraint = 'substitutions_one_seat';
            end if;
        end if;
        return new;
    end $$;

create or replace trigger substitution_is_lawful before insert or update or delete on substitutions
    for each row execute function substitution_is_lawful();

-- A person has one seat of a commission at a time, a commission one chair; and nobody gets a seat where they sit in another's.
create or replace function commission_seat_is_lawful() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
    declare
        ends timestamptz := least(coalesce(new.left_at, 'infinity'), coalesce(new.ends_at, 'infinity'));
    begin
        perform pg_advisory_xact_lock(hashtext('reserve.substitutions'));
        if ends <= new.joined_at then
            return new;
        end if;
        if exists (
            select from commission_members m
            where m.id <> new.id and m.territory = new.territory and (m.user_id = new.user_id or (m.is_chair and new.is_chair))
              and m.joined_at < ends and least(coalesce(m.left_at, 'infinity'), coalesce(m.ends_at, 'infinity')) > new.joined_at
              and least(coalesce(m.left_at, 'infinity'), coalesce(m.ends_at, 'infinity')) > m.joined_at) then
            raise exception 'two seats of one person, or two chairs'
                using errcode = 'exclusion_violation', constraint = 'commission_members_one_seat';
        end if;
        if exists (
            select from substitutions s
            where s.seat_id is not null and s.territory = new.territory and s.substitute_user_id = new.user_id
              and s.starts_at < s.ends_at and s.starts_at < ends and s.ends_at > new.joined_at) then
            raise exception 'the member sits there for another'
                using errcode = 'exclusion_violation', constraint = 'substitutions_one_seat';
        end if;
        return new;
    end $$;

create or replace trigger commission_seat_is_lawful before insert or update on commission_members
    for each row execute function commission_seat_is_lawful();

-- A vote is that of a seat, and of each seat there is one on a question: the member's own or the substitute's. The seat is found by who
-- sits in it when the vote is cast, so that whoever sits nowhere cannot vote at all.
alter table votes add column if not exists seat_id uuid references commission_members (id);
do $$
begin
    -- A vote that is held again is another question.
    if exists (select from information_schema.columns where table_name = 'votes' and column_name = 'round') then
        create unique index if not exists ux_votes_seat on votes (agenda_item_id, round, seat_id);
    else
        create unique index if not exists ux_votes_seat on votes (agenda_item_id, seat_id);
    end if;
end $$;

create or replace function vote_of_a_seat() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
    begin
        select s.seat into new.seat_id
        from agenda_items a join commission_meetings m on m.id = a.meeting_id
        cross join lateral reserve_seats(m.territory, new.cast_at) s
        where a.id = new.agenda_item_id and s.user_id = new.member_user_id and s.votes;
        if new.seat_id is null then
            raise exception 'a vote of no seat' using errcode = 'check_violation', constraint = 'votes_of_seats';
        end if;
        return new;
    end $$;

create or replace trigger vote_of_a_seat before insert on votes for each row execute function vote_of_a_seat();
