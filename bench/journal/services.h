// The invented machine of the bench journal: its services and what they say. Data only, and no text
// here holds one of the six patterns that compare searches for; those come from the incidents in
// make_journal.cc.
//
// A message may start with `<N>`, its priority (6 without it), and holds {words} that
// make_journal.cc replaces. Which kinds of value the corpus must have, and about how many, is
// decided by the weights: quotes, tabs and backslashes in one message of five; ANSI colours,
// Latin-1, CR, several lines, no text and no MESSAGE at all here and there.
#pragma once

#include <span>
#include <string_view>

namespace hark::bench {

struct Message {
  unsigned weight;
  std::string_view text;
};

inline constexpr std::string_view kNoMessage = "{none}";  // an entry without MESSAGE

enum class Transport { kStdout, kSyslog, kJournal, kKernel, kDriver };

struct Service {
  std::string_view unit;  // empty: the kernel, which has none
  std::string_view description;
  bool of_user;  // a unit of user 1000's manager
  Transport transport;
  std::string_view identifier, comm, exe, cmdline;
  unsigned uid, facility;
  std::string_view capabilities;
  std::string_view fields;  // more of them, in export format, the same in each entry
  unsigned weight;
  std::span<const Message> messages;
};

inline constexpr Message kNginx[] = {
    {60, R"({ip} - - [{clf}] "GET {path} HTTP/1.1" 200 {n} "-" "{agent}" rt=0.{n3} uct="0.00{d}")"},
    {14,
     R"({ip} - {user} [{clf}] "POST {path} HTTP/2.0" 201 {n3} "https://shop.example/" "{agent}")"},
    {9, R"({ip} - - [{clf}] "GET {path}?q=%22{word}%22&page={d} HTTP/1.1" 404 162 "-" "{agent}")"},
    {3,
     R"(<4>{ngx} [warn] {pid}#{pid}: *{n} an upstream response is buffered to a temporary file /var/lib/nginx/proxy/{d}/{n3}, client: {ip}, server: shop.example, request: "GET {path} HTTP/1.1")"},
    {2,
     R"(<3>{ngx} [error] {pid}#{pid}: *{n} connect() failed (111: Connection refused) while connecting to upstream, client: {ip}, server: shop.example, upstream: "http://127.0.0.1:3000{path}")"},
};
inline constexpr Message kApi[] = {
    {60,
     R"({"level":30,"time":{epochms},"pid":{pid},"hostname":"web1","reqId":"{uuid}","req":{"method":"GET","url":"{path}","remoteAddress":"{ip}"},"res":{"statusCode":200},"responseTime":{n3},"msg":"request completed"})"},
    {12,
     R"({"level":30,"time":{epochms},"pid":{pid},"hostname":"web1","userId":{n},"msg":"user \"{user}\" opened C:\\Exports\\{word}\\{n}.csv"})"},
    {5,
     R"(<4>{"level":40,"time":{epochms},"pid":{pid},"hostname":"web1","msg":"slow query","sql":"SELECT *\n\tFROM orders\n\tWHERE id = {n}","ms":{n}})"},
    {2,
     R"~(<3>{"level":50,"time":{epochms},"pid":{pid},"hostname":"web1","err":{"type":"TypeError","message":"Cannot read properties of undefined (reading '{word}')","stack":"TypeError: Cannot read properties of undefined\n    at /srv/api/routes/{word}.js:{n3}:{d}\n    at Layer.handle (/srv/api/node_modules/express/lib/router/layer.js:95:5)"},"msg":"request errored"})~"},
    {1, "{big}"},
};
inline constexpr Message kDeadChat[] = {
    {40, "[chat] {user} joined #{word} ({n3} in room)"},
    {30, "[chat] message {uuid} delivered to {n3} sockets in {ms} ms"},
    {12, "\x1b[32m[chat]\x1b[39m \x1b[2m{iso}\x1b[22m room #{word} idle for {n} s"},
    {6, "\x1b[33mwarn\x1b[39m:  [chat] socket {hex16} slow, \x1b[1m{n3}\x1b[22m messages queued"},
    {4, "[chat] Zürich ↔ Köln: {user} 🎉 sent “{words}”"},
    {1,
     "[chat] Datei \"\xfc"
     "bersicht-{n}.txt\" von {user} (Gr\xf6\xdf"
     "e {kb} kB)"},
    {1, "[chat] upload {d}0%\r[chat] upload 100%"},
    {1, ""},
};
inline constexpr Message kPostgres[] = {
    {30, "{pgt} [{pid}] LOG:  checkpoint starting: time"},
    {30,
     "{pgt} [{pid}] LOG:  checkpoint complete: wrote {n} buffers ({d}.{d}%); 0 WAL file(s) added, "
     "0 removed, {d} recycled; write={n3}.{n3} s, sync=0.0{d}{d} s, total={n3}.{n3} s; sync "
     "files={n3}, longest=0.00{d} s, average=0.00{d} s; distance={n} kB, estimate={n} kB"},
    {20,
     "{pgt} [{pid}] {user}@shop LOG:  duration: {n3}.{n3} ms  statement: SELECT id, total FROM "
     "orders WHERE customer_id = {n} ORDER BY created_at DESC LIMIT 20"},
    {4,
     "<4>{pgt} [{pid}] {user}@shop ERROR:  duplicate key value violates unique constraint "
     "\"{word}_pkey\""},
    {4, "{pgt} [{pid}] {user}@shop DETAIL:  Key (id)=({n}) already exists."},
    {5,
     "{pgt} [{pid}] LOG:  automatic vacuum of table \"shop.public.{word}\": index scans: "
     "{d}\n\tpages: 0 removed, {n} remain, {n} scanned (100.00% of total)\n\ttuples: {n} removed, "
     "{n} remain, 0 are dead but not yet removable\n\tsystem usage: CPU: user: 0.0{d} s, system: "
     "0.0{d} s, elapsed: 0.{n3} s"},
};
inline constexpr Message kRedis[] = {
    {40, "{pid}:M {rdt} * {n3} changes in 300 seconds. Saving..."},
    {40, "{pid}:M {rdt} * Background saving started by pid {pid}"},
    {40, "{pid}:C {rdt} * DB saved on disk"},
    {20, "{pid}:C {rdt} * Fork CoW for RDB: current {d} MB, peak {d} MB, average {d} MB"},
    {2,
     "<4>{pid}:M {rdt} # WARNING Memory overcommit must be enabled! Without it, a background save "
     "or replication may fail under low memory condition."},
};
inline constexpr Message kSsh[] = {
    {30, "Failed password for invalid user {user} from {ip} port {port} ssh2"},
    {30, "Invalid user {user} from {ip} port {port}"},
    {25, "Connection closed by invalid user {user} {ip} port {port} [preauth]"},
    {10, "Received disconnect from {ip} port {port}:11: Bye Bye [preauth]"},
    {10,
     "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= "
     "rhost={ip}"},
    {4, "Accepted publickey for {user} from {ip} port {port} ssh2: ED25519 SHA256:{hex16}{hex16}"},
    {4, "pam_unix(sshd:session): session opened for user {user}(uid={n}) by (uid=0)"},
    {2,
     "<3>error: kex_exchange_identification: banner line contains invalid characters: "
     "\"\\{d}{d}\\t{hex8}\""},
};
inline constexpr Message kCron[] = {
    {30, "pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)"},
    {30, "(root) CMD (command -v debian-sa1 > /dev/null && debian-sa1 1 1)"},
    {30, "pam_unix(cron:session): session closed for user root"},
    {8, "(www-data) CMD ([ -x /srv/shop/bin/{word} ] && /srv/shop/bin/{word} --batch {n3})"},
};
inline constexpr Message kDocker[] = {
    {30,
     R"(time="{iso}" level=info msg="ignoring event" container={hex16}{hex16} module=libcontainerd namespace=moby topic=/tasks/delete type="*events.TaskDelete")"},
    {20,
     R"(time="{iso}" level=info msg="Container {hex16} {word}: health check passed" container={hex16} spanID={hex16} traceID={hex16}{hex16})"},
    {5,
     R"(<4>time="{iso}" level=warning msg="failed to close stdin: NotFound: task {hex16} not found: not found")"},
};
inline constexpr Message kInventory[] = {
    {50,
     "{iso}  INFO 1 --- [nio-8080-exec-{d}] c.e.inventory.web.StockController        : stock of "
     "article {n} is {n3} ({word})"},
    {30,
     "{iso} DEBUG 1 --- [   scheduling-{d}] c.e.inventory.sync.{word}  : synchronised {n} articles "
     "in {ms} ms"},
    {6,
     "{iso}  WARN 1 --- [nio-8080-exec-{d}] c.e.inventory.web.{word} : article {n} has no price"},
    {4,
     "<3>{iso} ERROR 1 --- [nio-8080-exec-{d}] o.a.c.c.C.[.[.[/].[dispatcherServlet]    : "
     "Servlet.service() for servlet [dispatcherServlet] threw "
     "exception\n\njava.lang.IllegalStateException: no stock for article {n}\n\tat "
     "com.example.inventory.StockService.take(StockService.java:{n3})\n\tat "
     "com.example.inventory.web.StockController.order(StockController.java:{n3})\n\tat "
     "java.base/java.lang.reflect.Method.invoke(Method.java:568)\n\tat "
     "java.base/java.lang.Thread.run(Thread.java:833)"},
    {1, kNoMessage},
};
inline constexpr Message kWorker[] = {
    {50,
     "[{iso}: INFO/ForkPoolWorker-{d}] Task shop.tasks.{word}[{uuid}] succeeded in {d}.{n3}s: "
     "None"},
    {50, "[{iso}: INFO/MainProcess] Task shop.tasks.{word}[{uuid}] received"},
    {6,
     "<4>[{iso}: WARNING/ForkPoolWorker-{d}] retrying {word}[{uuid}] in {n3}s: connection reset by "
     "{ip}"},
    {3, "<3>Traceback (most recent call last):"},
    {3, "<3>  File \"/srv/shop/lib/python3.11/site-packages/shop/{word}.py\", line {n3}, in run"},
    {3, "<3>    return self.{word}(order, amount=Decimal('{d}.{d}0'))"},
    {3, "<3>decimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]"},
};
inline constexpr Message kResolved[] = {
    {10, "<5>Using degraded feature set UDP instead of UDP+EDNS0 for DNS server {ip}."},
    {10, "Clock change detected. Flushing caches."},
    {6, "<4>DNSSEC validation failed for question {word}.example IN AAAA: no-signature"},
};
inline constexpr Message kNetwork[] = {
    {20, "<info>  [{epoch}.{n}] dhcp4 (eth0): state changed new lease, address=10.0.{d}.{n3}"},
    {20, "<info>  [{epoch}.{n}] device (veth{hex8}): carrier: link connected"},
    {20,
     "<info>  [{epoch}.{n}] manager: (veth{hex8}): new Veth device "
     "(/org/freedesktop/NetworkManager/Devices/{n})"},
    {2,
     "<4><warn>  [{epoch}.{n}] platform-linux: do-add-ip4-address[{d}: 10.0.{d}.{n3}]: failure 17 "
     "(File exists)"},
};
inline constexpr Message kLogind[] = {
    {20, "New session {n} of user {user}."},
    {20, "Session {n} logged out. Waiting for processes to exit."},
    {20, "Removed session {n}."},
};
inline constexpr Message kKernel[] = {
    {60,
     "<4>[UFW BLOCK] IN=eth0 OUT= MAC=52:54:00:6b:3c:58:0c:86:10:b5:3f:c0:08:00 SRC={ip} "
     "DST=10.0.0.5 LEN=40 TOS=0x00 PREC=0x00 TTL=245 ID={port} PROTO=TCP SPT={port} DPT={n} "
     "WINDOW=1024 RES=0x00 SYN URGP=0 "},
    {10, "br-{hex8}: port {d}(veth{hex8}) entered blocking state"},
    {10, "device veth{hex8} entered promiscuous mode"},
    {10, "IPv6: ADDRCONF(NETDEV_CHANGE): veth{hex8}: link becomes ready"},
    {3,
     "<5>audit: type=1400 audit({epoch}.{n3}:{n}): apparmor=\"DENIED\" operation=\"open\" "
     "profile=\"/usr/sbin/{word}\" name=\"/proc/{pid}/status\" pid={pid} comm=\"{word}\" "
     "requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0"},
    {1,
     "<4>perf: interrupt took too long ({n} > {n}), lowering kernel.perf_event_max_sample_rate to "
     "{n}"},
};
inline constexpr Message kDbus[] = {
    {10,
     "[system] Activating via systemd: service name='org.freedesktop.{word}' "
     "unit='dbus-org.freedesktop.{word}.service' requested by ':1.{n}' (uid=0 pid={pid} "
     "comm=\"/usr/bin/{word}\")"},
    {10, "[system] Successfully activated service 'org.freedesktop.{word}'"},
};
inline constexpr Message kJournald[] = {
    {20,
     "System Journal (/var/log/journal/5b0f3c6a8d1e4f7294c2ad0e71b8f935) is {n3}.{d}M, max 4.0G, "
     "3.{d}G free."},
};
inline constexpr Message kSyncthing[] = {
    {40,
     "[K3GQN] INFO: Device {hex8} client is \"syncthing v1.19.2\" named \"{word}\" at {ip}:22000"},
    {40,
     "[K3GQN] INFO: Established secure connection to {hex8} at "
     "10.0.0.5:{port}-{ip}:22000/tcp-client/TLS1.3"},
    {10,
     "<4>[K3GQN] WARNING: Puller (folder {word}, item \"photos/{word}/{n}.jpg\"): syncing: no "
     "connected device has the required version of this file"},
};
inline constexpr Message kPipewire[] = {
    {10, "<4>spa.alsa: hw:PCH,0p: snd_pcm_avail after recover: Broken pipe {n}"},
    {10, "mod.rt: RTKit: could not set nice-level to -11: {words}"},
};

// clang-format off: one service is three lines
inline constexpr Service kServices[] = {
    {"nginx.service", "A high performance web server and a reverse proxy server", false,
     Transport::kSyslog, "nginx", "nginx", "/usr/sbin/nginx", "nginx: worker process", 33, 23, "0",
     "", 80, kNginx},
    {"api.service", "Public API", false, Transport::kStdout, "node", "node", "/usr/bin/node",
     "/usr/bin/node --max-old-space-size=2048 /srv/api/server.js", 998, 3, "0", "", 60, kApi},
    {"dead-chat.service", "dead-chat", false, Transport::kStdout, "node", "node", "/usr/bin/node",
     "/usr/bin/node /srv/dead-chat/server.js --port 8443", 997, 3, "0", "", 60, kDeadChat},
    {"postgresql@15-main.service", "PostgreSQL Cluster 15-main", false, Transport::kStdout,
     "postgres", "postgres", "/usr/lib/postgresql/15/bin/postgres",
     "/usr/lib/postgresql/15/bin/postgres -D /var/lib/postgresql/15/main -c "
     "config_file=/etc/postgresql/15/main/postgresql.conf",
     117, 3, "0", "", 70, kPostgres},
    {"redis-server.service", "Advanced key-value store", false, Transport::kStdout, "redis-server",
     "redis-server", "/usr/bin/redis-check-rdb", "/usr/bin/redis-server 127.0.0.1:6379", 118, 3,
     "0", "", 50, kRedis},
    {"ssh.service", "OpenBSD Secure Shell server", false, Transport::kSyslog, "sshd", "sshd",
     "/usr/sbin/sshd", "sshd: unknown [priv]", 0, 4, "1ffffffffff",
     "_AUDIT_SESSION=4294967295\n_AUDIT_LOGINUID=4294967295\n", 80, kSsh},
    {"cron.service", "Regular background program processing daemon", false, Transport::kSyslog,
     "CRON", "cron", "/usr/sbin/cron", "/usr/sbin/CRON -f", 0, 9, "1ffffffffff",
     "_AUDIT_SESSION=3152\n_AUDIT_LOGINUID=0\n", 60, kCron},
    {"docker.service", "Docker Application Container Engine", false, Transport::kStdout, "dockerd",
     "dockerd", "/usr/bin/dockerd",
     "/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock", 0, 3, "1ffffffffff",
     "", 30, kDocker},
    {"docker.service", "Docker Application Container Engine", false, Transport::kJournal,
     "3f1c0de8a77b", "dockerd", "/usr/bin/dockerd",
     "/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock", 0, 3, "1ffffffffff",
     "CONTAINER_ID=3f1c0de8a77b\nCONTAINER_ID_FULL="
     "3f1c0de8a77b5a90d5c1c7d29b1a6cf0f6c6f17de27c8de4b5e1b4a0e3cd7f21\n"
     "CONTAINER_NAME=inventory\nCONTAINER_TAG=3f1c0de8a77b\nIMAGE_NAME=registry.example/"
     "inventory:2.14\n",
     80, kInventory},
    {"worker@1.service", "Shop worker 1", false, Transport::kStdout, "celery", "celery",
     "/usr/bin/python3.11",
     "/srv/shop/bin/python3 /srv/shop/bin/celery -A shop worker --concurrency 8 --loglevel INFO",
     996, 3, "0", "", 100, kWorker},
    {"systemd-resolved.service", "Network Name Resolution", false, Transport::kJournal,
     "systemd-resolved", "systemd-resolve", "/usr/lib/systemd/systemd-resolved",
     "/lib/systemd/systemd-resolved", 991, 3, "2000",
     "CODE_FILE=src/resolve/resolved-manager.c\nCODE_LINE=514\nCODE_FUNC=manager_clock_change\n",
     30, kResolved},
    {"NetworkManager.service", "Network Manager", false, Transport::kSyslog, "NetworkManager",
     "NetworkManager", "/usr/sbin/NetworkManager", "/usr/sbin/NetworkManager --no-daemon", 0, 3,
     "33002002", "", 40, kNetwork},
    {"systemd-logind.service", "User Login Management", false, Transport::kJournal,
     "systemd-logind", "systemd-logind", "/usr/lib/systemd/systemd-logind",
     "/lib/systemd/systemd-logind", 0, 4, "25420800cf",
     "CODE_FILE=src/login/"
     "logind-session.c\nCODE_LINE=811\nCODE_FUNC=session_start\nMESSAGE_ID="
     "8d45620c1a4348dbb17410da57c60c66\n"
     "SESSION_ID=3152\nUSER_ID=deploy\nLEADER=48211\n",
     30, kLogind},
    {"", "", false, Transport::kKernel, "kernel", "", "", "", 0, 0, "", "", 80, kKernel},
    {"dbus.service", "D-Bus System Message Bus", false, Transport::kSyslog, "dbus-daemon",
     "dbus-daemon", "/usr/bin/dbus-daemon",
     "/usr/bin/dbus-daemon --system --address=systemd: --nofork --nopidfile --systemd-activation "
     "--syslog-only",
     103, 3, "0", "", 25, kDbus},
    {"systemd-journald.service", "Journal Service", false, Transport::kDriver, "systemd-journald",
     "systemd-journal", "/usr/lib/systemd/systemd-journald", "/lib/systemd/systemd-journald", 0, 3,
     "25402800cf",
     "MESSAGE_ID=ec387f577b844b8fa948f33cad9a75e6\nJOURNAL_NAME=System "
     "Journal\nJOURNAL_PATH=/var/log/journal/5b0f3c6a8d1e4f7294c2ad0e71b8f935\n"
     "MAX_USE=4294967296\nMAX_USE_PRETTY=4.0G\n",
     10, kJournald},
    {"syncthing.service", "Syncthing - Open Source Continuous File Synchronization", true,
     Transport::kStdout, "syncthing", "syncthing", "/usr/bin/syncthing",
     "/usr/bin/syncthing serve --no-browser --no-restart --logflags=0", 1000, 3, "0", "", 45,
     kSyncthing},
    {"pipewire.service", "PipeWire Multimedia Service", true, Transport::kJournal, "pipewire",
     "pipewire", "/usr/bin/pipewire", "/usr/bin/pipewire", 1000, 3, "0",
     "CODE_FILE=../spa/plugins/alsa/alsa-pcm.c\nCODE_LINE=2280\nCODE_FUNC=get_avail\nTID=2391\n",
     25, kPipewire},
};

// Units that timers start and that soon end: what most of the manager's own messages are about.
inline constexpr std::string_view kOneshots[][2] = {
    {"sysstat-collect.service", "system activity accounting tool"},
    {"phpsessionclean.service", "Clean php session files"},
    {"certbot.service", "Certbot"},
    {"apt-daily.service", "Daily apt download activities"},
    {"fstrim.service", "Discard unused blocks on filesystems from /etc/fstab"},
    {"logrotate.service", "Rotate log files"},
    {"man-db.service", "Daily man-db regeneration"},
    {"shop-report.service", "Shop report"},
};
// clang-format on

inline constexpr std::string_view kWords[] = {
    "orders",    "basket",     "invoice",   "payment", "refund",  "stock",  "article",
    "customer",  "session",    "thumbnail", "mailer",  "search",  "export", "import",
    "billing",   "courier",    "tracking",  "voucher", "catalog", "review", "lobby",
    "support",   "random",     "ops",       "release", "weather", "login1", "timedate1",
    "hostname1", "PolicyKit1", "chronyd",   "cupsd"};
inline constexpr std::string_view kUsers[] = {
    "deploy",   "admin",   "ubuntu", "oracle", "test", "git",   "anna",  "jörg",
    "postgres", "ftpuser", "guest",  "pi",     "mei",  "chloë", "user1", "support"};
inline constexpr std::string_view kPaths[] = {"/",
                                              "/api/v1/orders",
                                              "/api/v1/articles/4711",
                                              "/static/app.6f1d3c.js",
                                              "/static/main.css",
                                              "/login",
                                              "/healthz",
                                              "/images/hero.webp",
                                              "/favicon.ico",
                                              "/.env",
                                              "/wp-login.php",
                                              "/api/v2/search",
                                              "/cart",
                                              "/checkout/confirm"};
inline constexpr std::string_view kAgents[] = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/122.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/15E148",
    "curl/7.88.1",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "kube-probe/1.27"};

}  // namespace hark::bench
