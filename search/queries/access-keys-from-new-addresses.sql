SELECT
    useridentity.accesskeyid AS accesskeyid,
    MAX(useridentity.arn) AS principal,
    sourceipaddress,
    MIN(eventtime) AS firsttime,
    MAX(eventtime) AS lasttime,
    COUNT(*) AS calls,
    COUNT(DISTINCT eventname) AS apis
FROM cloudtrail
WHERE account = ?
    AND "timestamp" BETWEEN ? AND ?
    AND useridentity.accesskeyid LIKE 'AKIA%'
    AND sourceipaddress NOT LIKE '%.amazonaws.com'
    AND sourceipaddress <> 'AWS Internal'
GROUP BY useridentity.accesskeyid, sourceipaddress
HAVING MIN("timestamp") >= ?
ORDER BY firsttime, accesskeyid, sourceipaddress
