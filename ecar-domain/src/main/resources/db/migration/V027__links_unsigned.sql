-- An answer that was kept held the link to a quote whole. Of it stays what it says: its signature, by which it opens the
-- quote, is made again for who repeats the request.
update idempotency_key
set media_type = 'application/vnd.ecar.unsigned-link', answer = substring(answer from '"token":"([0-9]+[.][0-9]+[.][0-9]+)[.]')
where request ~ '^POST .*/quotes/[0-9]+[^/]*/sending' and answer ~ '"token":"[0-9]+[.][0-9]+[.][0-9]+[.]';
-- Who decides on a quote by its link names it in the address.
delete from idempotency_key where request ~ '^POST .*/approvals/';
