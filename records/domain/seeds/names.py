"""Invented names in several scripts, with their folded words; weights are how often a language comes up."""

from intake import folding

NAMES = {  # language: (first names, last names)
    "en": (
        "Ava Liam Noah Emma Olivia Mia Zoë Ethan Lucas Amelia Harper Mason Ella Leo Grace Chloé Owen Nora Isaac Ruby"
        " Hugo Ivy Max Clara Theo June Oscar Alice Finn Stella Miles Hazel Jonah Iris Felix Maeve Silas Jude Wren",
        "Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Martin Lee Thompson White Harris"
        " Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson Carter Mitchell"
        " Parker Evans Edwards Collins Stewart Morris Murphy Rogers O’Neil D’Angelo Nguyễn Müller Novák",
    ),
    "es": (
        "Sofía Mateo Valentina Santiago Camila Sebastián Lucía Diego Ximena Andrés Renata Joaquín Inés Tomás Paloma"
        " Íñigo Mariana Gael Abril Emilio",
        "García Rodríguez Martínez Hernández López González Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz Reyes"
        " Morales Cruz Ortiz Gutiérrez Chávez Ramos Ruiz Álvarez Mendoza Vásquez Castillo Jiménez Núñez Peña Ibáñez",
    ),
    "ar": (
        "محمد أحمد علي عمر يوسف مريم فاطمة زينب سارة ليلى نور هدى خالد سالم إبراهيم آمنة رنا حسن كريم دانة",
        "الحداد النجار خوري حسن العلي المنصوري الهاشمي سعيد عبدالله الشامي القاسم الرشيد إسماعيل منصور شاهين",
    ),
    "zh": ("明 芳 伟 娜 静 磊 洋 艳 杰 婷 浩然 子涵 欣怡 宇轩", "王 李 张 刘 陈 杨 黄 赵 吴 周 欧阳"),
    "ru": ("Иван Анна Мария Пётр Ольга Семён Дарья Фёдор", "Иванов Смирнов Кузнецов Попов Соколов Лебедев Козлов"),
}
SPOKEN = {"en": 72, "es": 15, "ar": 7, "zh": 4, "ru": 2}  # of a hundred families
WRITTEN = {"es": "es", "ar": "ar"}  # the site speaks these; everybody else reads English
COMMON = "Smith"


def people():
    """-> (language, "first" or "last", number, name, folded words) of every name"""
    for language, pair in NAMES.items():
        for part, words in zip(("first", "last"), pair, strict=True):
            for number, name in enumerate(words.split()):
                yield language, part, number, name, folding.words(name)


def counts():
    """-> (language, how many first names, how many last names, from, to) with its share of a hundred"""
    start = 0
    for language, share in SPOKEN.items():
        first, last = (len(words.split()) for words in NAMES[language])
        yield language, WRITTEN.get(language, "en"), first, last, start, start + share
        start += share
