"""Words in other scripts than Latin: what no list of the clinic's words holds may be a name, as any word may."""

import re
from collections.abc import Iterator

from clinicell.datasets.privacy.wordlist import listed

_RUN = re.compile(r"[^\W\d_A-Za-z\u00aa\u00b5\u00ba\u00c0-\u024f\u1e00-\u1eff]+")
_MATHS = frozenset("αβγδεζηθικλμνξπρσςτφχψωΑΒΓΔΕΘΛΞΠΣΦΨΩ")
_JOINED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")  # no blanks between words, or endings
_KNOWN = listed("""
    骨髄 骨髓 末梢血 外周血 血液 白血病 急性 慢性 骨髄性 リンパ性 淋巴 淋巴瘤 リンパ腫 骨髄腫 骨髓瘤 多发性 多発性
    腫瘍 肿瘤 癌 細胞 细胞 診断 诊断 診断時 初診 治療 治疗 治療前 治療後 治疗前 治疗后 寛解 缓解 完全 部分 再発 复发
    生検 活检 組織 组织 検体 样本 標本 患者 健常 健康 正常 対照 对照 男 女 男性 女性 年齢 年龄 歳 岁 性別 性别 移植
    前 後 后 日 月 年 週 周 天 回 目 例 無 有 不明 未知 備考 备注 結果 结果 陽性 阴性 陰性 阳性 皮膚 皮肤 肝臓 肝脏
    肺 腎臓 肾脏 脾臓 脾脏 胸水 腹水 リンパ節 淋巴结 化学療法 化疗 導入 诱导 地固 巩固 第 的 は に の で を と が も
    た し て い る 此 和 在 是 中 有 少 多 数 採取 凍結 冷冻 解凍 复苏 良好 生存率 活率 日目 コース 後に 時 골수
    말초혈액 혈액 백혈병 급성 만성 림프종 림프구 골수종 환자 진단 진단시 치료 치료전 치료후 관해 완전 재발 생검 조직
    검체 정상 남 여 남성 여성 나이 성별 이식 세포 종양 암 간 폐 피부 костный мозг костного мозга кровь крови
    периферическая периферической лейкоз лейкоза острый острого хронический лимфома лимфомы миелома миеломы
    множественная опухоль опухоли биопсия биопсии диагноз диагностика при до после лечения лечение терапия терапии
    ремиссия ремиссии полная частичная рецидив рецидива образец образцы проба пробы пациент пациента пациентка
    больной больная донор контроль здоровый мужчина женщина мужской женский возраст лет год года день дня неделя
    недели месяц месяца клетки клеток клетка бласты бластов печень лёгкое легкое кожа селезёнка селезенка лимфоузел
    трансплантация индукция консолидация курс курса курсов цикл циклов нет да норма неизвестно примечание и в на с
    по из от не без для μυελος μυελου οστων αιμα αιματος περιφερικο λευχαιμια λεμφωμα μυελωμα οξεια χρονια βιοψια
    διαγνωση θεραπεια υφεση πληρης μερικη υποτροπη δειγμα ασθενης γυναικα ανδρας ηλικια ετων κυτταρα κυτταρων ημερα
    μηνας χωρις μετα πριν και نخاع العظم دم الدم المحيطي لوكيميا ابيضاض سرطان ورم خزعة تشخيص علاج هدأة كاملة انتكاس
    عينة ذكر انثى سنة يوم خلايا מח עצם דם היקפי לוקמיה לימפומה מיאלומה ביופסיה אבחון טיפול הפוגה מלאה חלקית הישנות
    דגימה זכר נקבה גיל יום תאים
    """)
_CLINICAL = tuple(sorted((word for word in _KNOWN if _JOINED.match(word)), key=len, reverse=True))
_JOINED_KNOWN = re.compile("|".join(map(re.escape, _CLINICAL)))


def foreign_strangers(text: str) -> Iterator[str]:
    """Yield the words of other scripts in a text that are not known to be harmless.

    Examples
    --------
    >>> list(foreign_strangers("骨髄 (AML)")), list(foreign_strangers("IFN-γ, αβ"))
    ([], [])
    """
    if text.isascii():
        return
    is_prose = len(text.split()) > 3
    for place, found in enumerate(_RUN.finditer(text)):
        word = found[0]
        if _JOINED.search(word):
            rest = _JOINED_KNOWN.sub(" ", word).split()
            if any(len(part) > 1 for part in rest) or (rest and len(rest[0]) == len(word.strip())):
                yield word
        elif len(word) > 1 and not _MATHS.issuperset(word) and word.lower() not in _KNOWN:
            is_cased = word.lower() != word.upper()
            if not (is_prose and is_cased and (word.islower() or place == 0)):
                yield word
