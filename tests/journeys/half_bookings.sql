-- Each statement finds one kind of half a booking, and none of them anything when all is whole.

SELECT 'time of an ended loop', o.person_id FROM occupied o JOIN loop l ON l.id = o.loop_id
WHERE l.state IN ('cancelled', 'restarted');

SELECT 'time without a seat', o.person_id FROM occupied o
WHERE NOT EXISTS (
  SELECT 1 FROM panel_seat s
  WHERE s.loop_id = o.loop_id AND s.person_id = o.person_id AND s.released_at IS NULL);

SELECT 'a seat without time', s.person_id FROM panel_seat s JOIN loop l ON l.id = s.loop_id
WHERE s.released_at IS NULL AND l.state NOT IN ('cancelled', 'restarted') AND NOT EXISTS (
  SELECT 1 FROM occupied o WHERE o.loop_id = s.loop_id AND o.person_id = s.person_id);

SELECT 'a loop without its parts', l.id FROM loop l
WHERE l.state NOT IN ('cancelled', 'restarted')
  AND (SELECT count(*) FROM session p WHERE p.loop_id = l.id AND p.state = 'planned') <> 9;

SELECT 'an empty seat that nobody knows of', l.id FROM loop l
WHERE l.state NOT IN ('cancelled', 'restarted') AND NOT l.at_risk
  AND (SELECT count(*) FROM panel_seat s WHERE s.loop_id = l.id AND s.released_at IS NULL) <> 4;

SELECT 'a planned candidacy without a loop', i.id FROM invitation i
WHERE i.state = 'planned' AND NOT EXISTS (
  SELECT 1 FROM loop l WHERE l.invitation_id = i.id AND l.state NOT IN ('cancelled', 'restarted'));

SELECT 'a loop without its trail', l.id FROM loop l
WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.record = 'loop:' || l.id AND e.verb = 'booked');

SELECT 'somebody asked without a message', s.person_id FROM panel_seat s
WHERE s.answer IS NULL AND s.released_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM due d WHERE d.kind = 'seat_asked' AND d.recipient = 'person:' || s.person_id);

SELECT 'somebody asked without an end', s.person_id FROM panel_seat s JOIN loop l ON l.id = s.loop_id
WHERE s.answer IS NULL AND s.released_at IS NULL AND l.state NOT IN ('cancelled', 'restarted')
  AND NOT EXISTS (
    SELECT 1 FROM due d
    WHERE d.kind = 'seat_silence' AND d.loop_id = s.loop_id AND d.state = 'pending')
