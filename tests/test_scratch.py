import pytest, re, html as H
from html.parser import HTMLParser
from tests.factories import *
from tests.access.world import signed_in
from questionnaire.bank.models import *
from questionnaire.bank.actions import open_draft
pytestmark = pytest.mark.django_db
class P(HTMLParser):
    def __init__(s): super().__init__(); s.d={}; s.ta=None; s.sel=None
    def handle_starttag(s, t, a):
        a=dict(a)
        if t=="input" and a.get("name"):
            if a.get("type") in ("checkbox","radio"):
                if "checked" in a: s.d[a["name"]]=a.get("value","on")
            elif a.get("type")!="submit": s.d[a["name"]]=a.get("value") or ""
        if t=="textarea": s.ta=a.get("name"); s.d[s.ta]=""
        if t=="select": s.sel=a.get("name")
        if t=="option" and s.sel and "selected" in a: s.d[s.sel]=a.get("value","")
    def handle_data(s, x):
        if s.ta: s.d[s.ta]+=x
    def handle_endtag(s,t):
        if t=="textarea": s.ta=None
        if t=="select": s.sel=None
BAD = ['"\\u0000"', '{"a": "\\u0000"}', '{"en": "\\ud800"}', "1e999", "NaN", "[" * 5000, "9"*5000, "9"*400, '{"a":1,"a":2}', "\ud7ff\ufffe", "x\x0by", "-1", "99999999999999999999", "1.5", "<script>alert(1)</script>", "\u202e", "{}", "[]", "null", '""', "a"*30000, '{"q":"base","in":["x\\u0000"]}', "[[0,1],[1e308,1e309]]", '{"low": 1e400}', '[["a"]]', '{"en":5}', '{"not": {"not": {"not": []}}}', "true"]
def test_fuzz():
    make_edition()
    e = open_draft(from_edition=Edition.objects.first(), key="dd", at=NOW)
    c = signed_in(make_editor())
    n=0
    for model, row in (("question", Question.objects.filter(category__edition=e, option_rows__isnull=False).first()), ("question", Question.objects.filter(category__edition=e, kind="number").first()), ("path", Path.objects.filter(edition=e).first()), ("tension", Tension.objects.filter(edition=e).first()), ("milestone", Milestone.objects.filter(edition=e).first()), ("edition", e), ("persona", Persona.objects.filter(edition=e).first()), ("fact", Fact.objects.filter(edition=e).first()), ("action", Action.objects.filter(edition=e).first()), ("category", Category.objects.filter(edition=e).first())):
        if row is None: print("none", model); continue
        url=f"/workshop/questionnaire/{model}/{row.pk}/change/"
        p=P(); p.feed(c.get(url).content.decode())
        names=[k for k in p.d if not k.startswith("csrf")]
        seen=set()
        for k in names:
            g=re.sub(r"-\d+-","-0-",k)
            if g in seen: continue
            seen.add(g)
            for b in BAD:
                d={**p.d, k:b}
                n+=1
                try:
                    r=c.post(url, d)
                    if r.status_code>=500: print(model,k,b[:30],r.status_code)
                    if r.status_code==302:
                        for u in (f"/desk/{e.pk}/findings/", url, f"/desk/{e.pk}/texts/es/", f"/workshop/questionnaire/edition/compare/{e.based_on_id}/{e.pk}/", f"/desk/{e.pk}/preview/en/", f"/workshop/questionnaire/edition/{e.pk}/log/", f"/workshop/questionnaire/edition/{e.pk}/publish/"):
                            q=c.get(u, follow=True)
                            if q.status_code>=500: print("AFTER", model,k,b[:30],u,q.status_code)
                            if b"<script>alert" in q.content: print("XSS", model,k,u)
                        fix=c.post(url, p.d)
                        p2=P(); p2.feed(c.get(url).content.decode()); p.d=p2.d if p2.d else p.d
                except Exception as x: print("EXC", model, k, repr(b[:30]), repr(x)[:200])
    print(n)
